// Tables: rows are added, removed, moved and turned over in the page, cells are pasted from a spreadsheet,
// sums follow the typing. The buttons of the form do the same without it.
(() => {
  "use strict";

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "").toLowerCase();

  // Sums without floats: whole units of the sixth place.
  const figures = (text) => {
    const found = /^(-?)(\d{1,15})(?:\.(\d{0,6}))?$/.exec(text.normalize("NFKC").trim().replace(/,(?=\d{3})/g, ""));
    return found ? BigInt(found[2] + (found[3] || "").padEnd(6, "0")) * (found[1] ? -1n : 1n) : null;
  };
  const written = (sum) => {
    const digits = String(sum < 0n ? -sum : sum).padStart(7, "0");
    const part = digits.slice(-6).replace(/0+$/, "");
    const whole = digits.slice(0, -6).replace(/\B(?=(\d{3})+$)/g, ",");
    return (sum < 0n ? "-" : "") + whole + (part ? `.${part}` : "");
  };
  const add = (box, values) => {
    for (const foot of box.querySelectorAll("[data-total]")) {
      const found = values(foot.dataset.total).map((text) => figures(text)).filter((sum) => sum !== null);
      const [here, other] = foot.querySelectorAll("output");
      const sum = found.reduce((one, more) => one + more, 0n);
      here.textContent = found.length ? written(sum) : "—";
      if (!other) continue;
      const moved = foot.dataset.asked === "wan" ? sum * 10000n : sum / 10000n;
      other.textContent = found.length ? fill(other.dataset.words, { amount: written(moved) }) : "";
    }
  };

  // In a budget also what each row and each kind of money is of the whole.
  const share = (box) => {
    const whole = box.querySelector("[data-whole] output");
    if (!whole) return;
    const kinds = [...box.querySelectorAll("[data-total]")].filter((foot) => foot.querySelector("[data-percent]"));
    const worth = new Map(kinds.map((foot) => [foot.dataset.total, foot.dataset.asked === "wan" ? 10000n : 1n]));
    const unit = worth.get(kinds[0].dataset.total);
    const sum = (cells) => cells.reduce((one, cell) => {
      const more = worth.has(cell.dataset.part) ? figures(cell.querySelector("input")?.value ?? "") : null;
      return more === null ? one : (one ?? 0n) + more * worth.get(cell.dataset.part);
    }, null);
    const cells = [...box.querySelectorAll("[data-line] [data-part]")];
    const all = sum(cells);
    const amount = (found) => (found === null ? "—" : written(found / unit));
    const say = (place, found) => {
      if (found === null || all <= 0n) { place.textContent = ""; return; }
      const tenths = (found * 2000n + all) / (2n * all); // rounded half up
      const point = tenths % 10n ? `.${tenths % 10n}` : "";
      place.textContent = fill(place.dataset.words, { percent: `${tenths / 10n}${point}%` });
    };
    whole.textContent = amount(all);
    for (const foot of kinds) say(foot.querySelector("[data-percent]"), sum(cells.filter((cell) => cell.dataset.part === foot.dataset.total)));
    for (const line of box.querySelectorAll("[data-line]")) {
      const found = sum([...line.querySelectorAll("[data-part]")]);
      line.querySelector("[data-share] output").textContent = amount(found);
      say(line.querySelector("[data-share] [data-percent]"), found);
    }
  };

  class Table {
    constructor(box) {
      this.box = box;
      this.name = box.id;
      this.size = Number(box.dataset.size);
      this.most = Number(box.dataset.most);
      this.pattern = box.querySelector("[data-pattern]");
      this.body = box.querySelector("tbody") || box.querySelector("[data-lines]");
      this.carry = {};
      for (const place of ["before", "after"]) this.carry[place] = box.querySelector(`input[name="${this.name}.${place}"]`);
      this.load();
      box.addEventListener("click", (event) => this.press(event));
      box.addEventListener("input", () => this.sum());
      box.addEventListener("paste", (event) => this.paste(event));
      box.addEventListener("keydown", (event) => this.key(event));
      this.turned();
    }

    get lines() { return [...this.body.querySelectorAll("[data-line]")]; }
    get first() { return this.rows.before.length; }
    get count() { return this.rows.before.length + this.lines.length + this.rows.after.length; }

    // The rows of other pages, as the hidden fields carry them.
    load() {
      const read = (field) => { try { return JSON.parse(field.value || "[]"); } catch { return []; } };
      this.rows = { before: read(this.carry.before), after: read(this.carry.after) };
    }

    fields(line, part) {
      const cell = [...line.querySelectorAll("[data-part]")].find((found) => found.dataset.part === part);
      return cell ? [...cell.querySelectorAll("input[name], select[name], textarea[name]")] : [];
    }
    parts(line) { return [...line.querySelectorAll("[data-part]")].map((cell) => cell.dataset.part); }

    value(line, part) {
      const texts = [];
      for (const field of this.fields(line, part)) {
        if (field.type === "hidden") continue;
        if (field.type === "checkbox" || field.type === "radio") { if (field.checked) texts.push(field.value); } else texts.push(field.value);
      }
      return texts.length > 1 ? texts : texts[0] ?? "";
    }
    row(line) {
      const row = {};
      for (const part of this.parts(line)) {
        const value = this.value(line, part);
        if (value !== "") row[part] = value;
      }
      return row;
    }
    put(line, row) {
      for (const part of this.parts(line)) {
        const values = [row[part] ?? ""].flat();
        for (const field of this.fields(line, part)) {
          if (field.type === "hidden") continue;
          if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
          else this.set(field, values[0]);
        }
      }
    }
    // A field that cannot show a value becomes one that can: nothing typed is lost.
    set(field, value) {
      if (field.type === "date" && value && !/^\d{4}-\d\d-\d\d$/.test(value)) field.type = "text";
      field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) field.add(new Option(value, value, true, true));
    }

    made(row) {
      const line = this.pattern.content.firstElementChild.cloneNode(true);
      this.put(line, row);
      return line;
    }

    // Names, ids and words say the place of each row.
    number() {
      this.lines.forEach((line, at) => {
        const place = this.first + at;
        const words = fill(this.box.dataset.rowWords, { number: place + 1 });
        const old = line.dataset.line;
        const title = line.querySelector("[data-row-title]");
        if (title) title.textContent = words;
        const top = line.querySelector("[data-label]");
        if (top) top.dataset.l = `${words} ${top.dataset.label}`;
        if (old !== String(place)) this.rename(line, old, String(place), words);
      });
      this.carry.before.value = this.rows.before.length ? JSON.stringify(this.rows.before) : "";
      this.carry.after.value = this.rows.after.length ? JSON.stringify(this.rows.after) : "";
    }
    rename(line, old, place, words) {
      const from = `${this.name}.${old}`;
      const to = `${this.name}.${place}`;
      for (const one of [line, ...line.querySelectorAll("*")]) {
        for (const name of ["id", "name", "for", "aria-describedby", "data-count-for", "data-other-unit", "data-code-name"]) {
          const value = one.getAttribute(name);
          if (value?.includes(from)) one.setAttribute(name, value.split(" ").map((part) => (part === from || part.startsWith(`${from}.`) ? to + part.slice(from.length) : part)).join(" "));
        }
        const label = one.getAttribute("aria-label");
        const before = /^\d+$/.test(old) ? fill(this.box.dataset.rowWords, { number: Number(old) + 1 }) : "";
        if (label && before && label.startsWith(before)) one.setAttribute("aria-label", words + label.slice(before.length));
        else if (label && !before) one.setAttribute("aria-label", this.joined(one, words, label));
        if (one.dataset.computed) one.dataset.computed = `${this.box.dataset.rows}.${place}.${one.dataset.computed.split(".").pop()}`;
        if (one.name === "rows") one.value = one.value.replace(/:[^:]*$/, `:${place}`);
      }
      line.dataset.line = place;
    }
    joined(one, words, label) {
      return one.dataset.act ? words + label : words + this.box.dataset.between + label;
    }

    sum() {
      const here = (part) => this.lines.map((line) => this.value(line, part));
      const away = (part) => [...this.rows.before, ...this.rows.after].map((row) => row[part] ?? "");
      add(this.box, (part) => [...away(part), ...here(part)].filter((value) => typeof value === "string"));
    }

    turned() {
      this.number();
      this.sum();
      const full = this.box.querySelector("[data-act=add]");
      full.hidden = this.count >= this.most;
      this.pages();
    }
    pages() {
      const pages = Math.max(1, Math.ceil(this.count / this.size));
      const line = this.box.querySelector("[data-count]");
      const words = { first: this.first + 1, last: this.first + this.lines.length, count: this.count };
      line.textContent = pages > 1 ? fill(this.box.dataset.countWords, words) : "";
      const list = this.box.querySelector("[data-pages]");
      const now = Math.floor(this.first / this.size) + 1;
      list.replaceChildren(...(pages > 1 ? Array.from({ length: pages }, (_, at) => this.link(at + 1, now)) : []));
    }
    link(page, now) {
      const button = document.createElement("button");
      Object.assign(button, { type: "submit", className: "chip", name: "rows", value: `${this.box.dataset.rows}:page:${page}`, textContent: page });
      button.dataset.act = "page";
      button.setAttribute("aria-label", fill(this.box.dataset.pageWords, { number: page }));
      if (page === now) button.setAttribute("aria-current", "page");
      return button;
    }

    show(page) {
      const all = this.all();
      const start = Math.min((page - 1) * this.size, Math.max(0, all.length - 1));
      const from = Math.floor(start / this.size) * this.size;
      this.rows = { before: all.slice(0, from), after: all.slice(from + this.size) };
      this.body.replaceChildren(...all.slice(from, from + this.size).map((row) => this.made(row)));
      this.turned();
    }
    all() { return [...this.rows.before, ...this.lines.map((line) => this.row(line)), ...this.rows.after]; }

    grow() {
      if (this.count >= this.most) return null;
      if (this.rows.after.length) this.show(Math.ceil(this.count / this.size));
      if (this.lines.length >= this.size) {
        this.rows = { before: this.all(), after: [] };
        this.body.replaceChildren();
      }
      const line = this.made({});
      this.body.append(line);
      this.turned();
      return line;
    }
    remove(line) {
      const at = this.lines.indexOf(line);
      const number = this.first + at + 1;
      line.remove();
      if (this.rows.after.length) this.body.append(this.made(this.rows.after.shift()));
      else if (!this.lines.length && this.rows.before.length) this.show(Math.ceil(this.rows.before.length / this.size));
      else if (!this.lines.length) this.body.append(this.made({}));
      this.turned();
      this.box.querySelector("[data-count]").textContent = fill(this.box.dataset.removedWords, { number });
      const next = this.lines[Math.min(at, this.lines.length - 1)];
      (next?.querySelector("[data-act=remove]") || this.box).focus();
      tell(this.carry.before);
    }
    move(line, step, act) {
      const lines = this.lines;
      const to = lines.indexOf(line) + step;
      if (to < 0 || to >= lines.length) return;
      if (step < 0) lines[to].before(line); else lines[to].after(line);
      this.number();
      if (act) line.querySelector(`[data-act=${act}]`)?.focus();
      tell(this.carry.before);
    }

    press(event) {
      const button = event.target.closest("button[data-act]");
      if (!button) return;
      const line = button.closest("[data-line]");
      event.preventDefault();
      if (button.dataset.act === "add") {
        const made = this.grow();
        made?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      } else if (button.dataset.act === "page") {
        this.show(Number(button.value.split(":")[2]));
        this.box.querySelector(`[data-pages] [aria-current]`)?.focus();
      } else if (button.dataset.act === "remove") this.remove(line);
      else this.move(line, button.dataset.act === "up" ? -1 : 1, button.dataset.act);
    }

    // Cells copied in Excel or WPS come as lines of cells between tabs.
    paste(event) {
      const field = event.target.closest("input[name], select[name]");
      const line = event.target.closest("[data-line]");
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!line || !field || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
      event.preventDefault();
      const cells = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
      const parts = this.parts(line);
      const column = parts.indexOf(event.target.closest("[data-part]").dataset.part);
      const start = this.first + this.lines.indexOf(line);
      const all = this.all();
      cells.slice(0, this.most - start).forEach((row, down) => {
        const found = (all[start + down] ??= {});
        row.forEach((cell, right) => {
          const part = parts[column + right];
          if (part && this.typed(line, part)) found[part] = this.meant(line, part, cell.trim());
        });
      });
      this.rows = { before: all, after: [] };
      this.body.replaceChildren();
      this.show(Math.floor(start / this.size) + 1);
      const back = this.lines[start - this.first];
      this.fields(back, parts[column]).find((one) => one.type !== "hidden")?.focus();
      tell(this.carry.before);
    }
    typed(line, part) { return this.fields(line, part).length > 0; }
    // The words of a choice mean its value.
    meant(line, part, text) {
      const day = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
      if (day && this.fields(line, part)[0].type === "date") return [day[1], day[2].padStart(2, "0"), day[3].padStart(2, "0")].join("-");
      const list = this.fields(line, part).find((field) => field.tagName === "SELECT");
      const option = list && [...list.options].find((one) => plain(one.textContent) === plain(text) || one.value === text);
      return option ? option.value : text;
    }

    // As in a spreadsheet: Enter goes down and makes a row at the end, the arrows go up and down, Alt moves rows.
    key(event) {
      const line = event.target.closest("[data-line]");
      const cell = event.target.closest("[data-part]");
      if (!line || !cell || event.isComposing) return;
      const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
      if (!step) return;
      if (event.altKey && event.key !== "Enter") {
        event.preventDefault();
        this.move(line, step, "");
        event.target.focus();
      } else if (event.target.tagName === "INPUT" && !["date", "checkbox", "radio"].includes(event.target.type) && !event.shiftKey && !event.ctrlKey) {
        event.preventDefault();
        const next = this.lines[this.lines.indexOf(line) + step] || (event.key === "Enter" ? this.grow() : null);
        if (next) this.fields(next, cell.dataset.part).find((one) => one.type !== "hidden")?.focus();
      }
    }

    // What was typed in this browser and never saved, put back: pairs of names and values.
    // What is kept encrypted is in no copy: a row that is still here, by its first part, keeps it.
    guarded(row) {
      const isPrivate = (line, part) => this.fields(line, part).some((field) => "private" in field.dataset);
      const same = this.lines.filter((line) => {
        const first = this.parts(line).find((part) => !isPrivate(line, part));
        return first && first in row && this.value(line, first) === row[first];
      });
      if (same.length !== 1) return row;
      const kept = this.parts(same[0]).filter((part) => isPrivate(same[0], part));
      return { ...row, ...Object.fromEntries(kept.map((part) => [part, this.value(same[0], part)])) };
    }

    restore(answers) {
      const before = answers.find(([name]) => name === `${this.name}.before`)?.[1];
      const after = answers.find(([name]) => name === `${this.name}.after`)?.[1];
      const rows = new Map();
      for (const [name, value] of answers) {
        const found = name.startsWith(`${this.name}.`) && /^(\d+)\.(.+)$/.exec(name.slice(this.name.length + 1));
        if (!found) continue;
        const row = rows.get(Number(found[1])) || rows.set(Number(found[1]), {}).get(Number(found[1]));
        if (value !== "") row[found[2]] = found[2] in row ? [row[found[2]], value].flat() : value;
      }
      if (!rows.size && before === undefined) return;
      if (before !== undefined) this.carry.before.value = before;
      if (after !== undefined) this.carry.after.value = after;
      this.load();
      const sorted = [...rows.entries()].sort(([one], [other]) => one - other);
      const lines = sorted.map(([, row]) => this.made(this.guarded(row)));
      this.body.replaceChildren(...lines);
      this.turned();
    }
  }

  const tables = [...document.querySelectorAll("[data-rows]")].map((box) => new Table(box));
  document.addEventListener("draft:restore", (event) => tables.forEach((table) => table.restore(event.detail.answers)));

  // A link to a cell on another page of its table opens that page.
  const reach = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id || document.getElementById(id)) return;
    const table = tables.find((found) => id.startsWith(`${found.name}.`));
    const place = table && Number(id.slice(table.name.length + 1).split(".")[0]);
    if (!table || !Number.isInteger(place)) return;
    table.show(Math.floor(place / table.size) + 1);
    document.getElementById(id)?.focus();
  };
  window.addEventListener("hashchange", reach);
  reach();

  for (const box of document.querySelectorAll("[data-fixed]")) {
    box.addEventListener("input", () => {
      add(box, (part) => [...box.querySelectorAll(`[data-line] [data-part]`)]
        .filter((cell) => cell.dataset.part === part).map((cell) => cell.querySelector("input")?.value ?? ""));
      share(box);
    });
  }

  // The name that the register has for a credit code; an unknown code is as good.
  for (const field of document.querySelectorAll("input[data-code]")) {
    field.addEventListener("change", async () => {
      const line = [...document.querySelectorAll("[data-code-name]")].find((one) => one.dataset.codeName === field.id);
      try {
        const answer = await fetch(`${field.dataset.code}?code=${encodeURIComponent(field.value)}`);
        line.textContent = answer.ok ? (await answer.json()).name : "";
      } catch { line.textContent = ""; }
    });
  }
})();
