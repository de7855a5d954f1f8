// Long lists get a box that leaves what has the typed words: the list opens below it, the arrow down or Enter
// goes there, and leaving closes it again with what was chosen. Without scripts the list is whole.
(() => {
  "use strict";

  const SHOWN = 8; // lines
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const wholes = new WeakMap(); // of each list its children, and of these what is inside

  // Rows that are still to be made have one, too.
  const roots = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
  for (const root of roots) for (const box of root.querySelectorAll("[data-find]")) box.hidden = false;

  const parts = (place) => {
    const around = place.closest?.("[data-list]");
    return around && { around, box: around.querySelector("[data-find]"), list: around.querySelector("select") };
  };
  const whole = (list) => {
    if (!wholes.has(list)) wholes.set(list, [...list.children].map((child) => [child, [...child.children]]));
    return wholes.get(list);
  };

  const narrow = ({ around, box, list }) => {
    const typed = plain(box.value);
    const value = list.value;
    const fits = (option, group) => plain(`${group} ${option.textContent}`).includes(typed);
    const stays = (option, group) => !typed || !option.value || option.value === value || fits(option, group);
    let count = 0;
    const children = [];
    for (const [child, inside] of whole(list)) {
      const group = child.tagName === "OPTGROUP" ? child.label : "";
      const options = group ? inside : [child];
      count += options.filter((option) => option.value && fits(option, group)).length;
      const kept = options.filter((option) => stays(option, group));
      if (group) child.replaceChildren(...kept);
      if (kept.length) children.push(child);
    }
    list.replaceChildren(...children);
    list.value = value;
    if (typed) list.size = SHOWN; else list.removeAttribute("size");
    const line = around.querySelector("[data-found]");
    line.textContent = typed ? fill(count ? line.dataset.words : line.dataset.none, { n: count }) : "";
    return count;
  };
  const close = (found) => {
    found.box.value = "";
    narrow(found);
  };
  const first = ({ box, list }) => [...list.options].find((option) => {
    const group = option.parentElement.tagName === "OPTGROUP" ? option.parentElement.label : "";
    return option.value && plain(`${group} ${option.textContent}`).includes(plain(box.value));
  });
  // The one that is left is meant; of several the first is where one begins.
  const go = (found) => {
    const option = first(found);
    if (!option) return;
    found.list.focus();
    option.selected = true;
    for (const name of ["input", "change"]) found.list.dispatchEvent(new Event(name, { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    if ("find" in (event.target.dataset ?? {})) narrow(parts(event.target));
  });
  document.addEventListener("click", (event) => {
    const found = event.target.tagName === "OPTION" && parts(event.target);
    if (found && found.box?.value) close(found);
  });
  document.addEventListener("focusout", (event) => {
    const found = parts(event.target);
    if (found?.box?.value && !found.around.contains(event.relatedTarget)) close(found);
  });
  // Before the tables, which have keys of their own.
  document.addEventListener("keydown", (event) => {
    const found = parts(event.target);
    if (!found?.box || event.isComposing) return;
    const here = event.target === found.box;
    const leaves = event.key === "Escape" && found.box.value;
    const enters = event.key === "Enter" && (here || found.box.value);
    if (!leaves && !enters && !(here && event.key === "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    if (leaves) close(found);
    else if (here && found.box.value) go(found);
    else if (here) found.list.focus();
    else close(found);
  }, true);
})();
