// Saves a section by itself while somebody types, keeps a copy in this browser until the portal has it,
// and says so when the connection or the sign-in is lost. The buttons of the form do the same without it.
(() => {
  "use strict";

  const WAIT = 2000; // after the last key
  const RETRY = [2, 5, 10, 20, 40, 60]; // seconds until the next try, after so many failures
  const KEPT_DAYS = 7;
  const DAY = 86400000;
  const form = document.querySelector("form[data-draft]");
  const owner = document.querySelector("[data-drafts]")?.dataset.drafts;
  // A browser may refuse to store anything: then only the portal keeps what is typed.
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  const read = (name) => { try { return JSON.parse(store?.getItem(name) ?? null); } catch { return null; } };

  // A page reached by a save names the section that the portal has: its copy is no longer needed. Copies that
  // nobody came back to go, whoever made them.
  const saved = new URLSearchParams(location.search).get("saved");
  for (const name of Object.keys(store || {})) {
    if (!name.startsWith("draft ")) continue;
    const stale = Date.now() - (read(name)?.at ?? 0) > KEPT_DAYS * DAY;
    if (stale || (saved && owner && name.endsWith(` ${owner}:${saved}`))) store.removeItem(name);
  }
  if (!form) return;

  // The name says whose copy it is: somebody else who signs in here is never shown it.
  const key = `draft ${form.dataset.person} ${form.dataset.draft}`;
  const line = form.querySelector("[data-autosave]");
  const decides = (form.dataset.decides ?? "").split(" ");
  let timer = 0;
  let busy = false;
  let dirty = false;
  let typedAgain = false;
  let failures = 0;
  let waiting = null;
  let reload = false;
  let restoring = false;

  const say = (name) => {
    for (const word of line.querySelectorAll("[data-when]")) word.hidden = word.dataset.when !== name;
  };
  // What is kept encrypted stays out of the copy in this browser.
  const isPrivate = (name) => "private" in (form.elements[name]?.dataset ?? {});
  const open = (name) => name.startsWith("q-") && !isPrivate(name);
  const answers = () => [...new FormData(form)].filter(([name, value]) => open(name) && typeof value === "string");
  const keep = () => {
    const copy = { at: Date.now(), seen: form.elements.seen.value, answers: answers() };
    try { store?.setItem(key, JSON.stringify(copy)); } catch { /* full: the portal still saves */ }
  };
  const forget = () => store?.removeItem(key);
  const save = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => htmx.trigger(form, "draft:save"), wait);
  };
  // Longer and longer, and not everybody at once: a portal that is down is not run over when it is back.
  const tryLater = () => {
    const seconds = RETRY[Math.min(failures, RETRY.length - 1)];
    failures += 1;
    save(seconds * (750 + Math.random() * 500));
  };

  // Rows that the page does not show are sent with the next save; then the page shows them.
  const carry = (copy) => {
    const known = new Set([...form.elements].map((field) => field.name));
    const names = new Set(copy.answers.map(([name]) => name));
    for (const [name, value] of copy.answers) {
      if (known.has(name)) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
      reload = true;
    }
    for (const field of form.elements) {
      if (!/^q-.*\./.test(field.name) || names.has(field.name) || !names.has(field.name.split(".")[0])) continue;
      if (field.type === "checkbox" || field.type === "radio" || field.type === "file" || isPrivate(field.name)) continue;
      field.disabled = true;
      reload = true;
    }
  };

  // Put a copy back that the portal never got; the fingerprints of then let it find what others changed.
  const restore = () => {
    const copy = read(key);
    if (!copy) return forget();
    if (JSON.stringify(copy.answers) === JSON.stringify(answers())) return forget();
    restoring = true;
    document.dispatchEvent(new CustomEvent("draft:restore", { detail: copy })); // tables make their rows
    for (const field of form.elements) {
      if (!open(field.name) || field.type === "file" || field.type === "hidden") continue;
      const values = copy.answers.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length && field.value !== values[0]) {
        field.value = values[0];
        field.dispatchEvent(new Event("input", { bubbles: true })); // what counts and converts beside it follows
      }
    }
    restoring = false;
    carry(copy);
    form.elements.seen.value = copy.seen;
    say("restored");
    save(WAIT);
  };

  // What the portal says of fields that somebody has left: inline, beside the summary that is there.
  const container = (field) => (field.matches("tr") ? field.querySelector("th, td:last-child") : field.closest("td, fieldset, .field") ?? field.parentElement);
  const clear = (box) => {
    const id = box.id.slice(0, -"-error".length);
    box.remove();
    for (const field of form.querySelectorAll(`[name="${CSS.escape(id)}"]`)) {
      field.removeAttribute("aria-invalid");
      field.classList.remove("is-invalid");
    }
  };
  const show = (id, sentences) => {
    const field = document.getElementById(id);
    if (!field || !form.contains(field)) return;
    const around = container(field);
    const box = Object.assign(document.createElement("div"), { id: `${id}-error` });
    box.append(...sentences.map((sentence) => sentence.cloneNode(true)));
    // A question of several fields is its own container: the sentence comes below its legend; of a row, below its words.
    let before = field === around ? (around.querySelector(":scope > legend")?.nextSibling ?? around.firstChild) : field;
    if (field.matches("tr")) before = null;
    while (before && field !== around && before.parentElement !== around && around.contains(before.parentElement)) before = before.parentElement;
    around.insertBefore(box, before);
    for (const one of form.querySelectorAll(`[name="${CSS.escape(id)}"]`)) {
      one.setAttribute("aria-invalid", "true");
      one.classList.add("is-invalid");
    }
    const said = around.matches("fieldset") ? around : field;
    const ids = (said.getAttribute("aria-describedby") ?? "").split(" ");
    if (!ids.includes(box.id)) said.setAttribute("aria-describedby", [...ids, box.id].join(" ").trim());
  };
  const complain = () => {
    const found = new Map();
    for (const item of document.querySelectorAll("#found [data-for]")) {
      found.set(item.dataset.for, [...(found.get(item.dataset.for) ?? []), item.firstElementChild]);
    }
    const here = document.activeElement?.name;
    const before = new Map();
    for (const box of form.querySelectorAll("[id^='q-'][id$='-error']")) {
      const id = box.id.slice(0, -"-error".length);
      before.set(id, box.textContent.trim());
      if (id !== here || !found.has(id)) clear(box);
    }
    const told = [];
    for (const [id, sentences] of found) {
      const words = sentences.map((sentence) => sentence.textContent.trim()).join(" ");
      if (id === here) continue;
      show(id, sentences);
      if (before.get(id)?.replace(/\s+/g, " ") !== words.replace(/\s+/g, " ")) told.push(words);
    }
    const aloud = form.querySelector("[data-told]");
    if (told.length || !found.size) aloud.textContent = told.join(" ");
    for (const link of document.querySelectorAll("#errors a[href^='#q-']")) {
      if (!found.has(link.hash.slice(1))) link.closest("li").remove();
    }
    const summary = document.querySelector("#errors ul");
    if (summary && !summary.children.length) document.getElementById("errors").remove();
  };

  // A sign-in in another window changes the token: take the present one before each request.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const changed = (event) => {
    const name = event.target.name;
    if (restoring || !name?.startsWith("q-") || event.target.type === "file") return;
    document.getElementById(`${name.split(".")[0]}-mark`)?.remove();
    typedAgain = busy;
    dirty = true;
    if (failures === 0) say("unsaved");
    keep();
    // What decides which questions are asked is saved at once.
    save(event.type === "change" && decides.includes(name.split(".")[0].slice(2)) ? 0 : WAIT);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", (event) => {
    if (dirty && failures === 0 && event.target.name?.startsWith("q-")) save(0);
  });
  line.querySelector("[data-retry]")?.addEventListener("click", () => save(0));
  form.addEventListener("htmx:configRequest", (event) => {
    const now = token();
    if (now) event.detail.parameters.set("csrfmiddlewaretoken", now);
    // Files go with the buttons only.
    for (const field of form.querySelectorAll("input[type=file]")) event.detail.parameters.delete(field.name);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.elt === form && event.detail.xhr.status === 409) event.detail.shouldSwap = true;
  });
  form.addEventListener("htmx:beforeRequest", () => { busy = true; typedAgain = false; dirty = false; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    busy = false;
    const status = event.detail.xhr.status;
    if (event.detail.successful) failures = 0;
    if (event.detail.successful && !typedAgain) forget();
    else if (event.detail.successful) { keep(); say("unsaved"); }
    else if (status === 409) say("choose");
    else if (status === 401 || status === 403) say("signed-out");
    else if (status === 404) say("gone");
    else tryLater();
    if (waiting) {
      const button = waiting;
      waiting = null;
      button.click(); // requestSubmit came to Safari only with 16
    } else if (event.detail.successful && reload && !typedAgain) {
      location.reload();
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt === form || form.contains(event.detail.elt)) complain(); });
  window.addEventListener("online", () => { if (store?.getItem(key)) save(0); });

  // A press while a save is under way waits for it: else the form would argue with its own save.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy) {
      event.preventDefault();
      waiting = event.submitter || form.querySelector("[name=go]");
      return;
    }
    keep();
    const now = token();
    if (now) form.elements.csrfmiddlewaretoken.value = now;
  });

  // The answer to a press of a button already shows what was typed beside what others saved: the copy is older.
  if ("answered" in form.dataset) keep();
  else restore();
})();
