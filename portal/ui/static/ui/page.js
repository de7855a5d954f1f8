// Shortens what links and forms do anyway; every page works without it.
(() => {
  "use strict";

  // An error summary takes the focus, so that a screen reader starts with it.
  const focusSummary = () => document.querySelector("[data-focus]")?.focus();

  // Pop-over menus close on Esc (focus goes back to the summary) and on a press elsewhere.
  const menus = () => document.querySelectorAll("details.pick[open], details.cite[open]:not(.in-flow)");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      if (!menu.contains(document.activeElement)) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // Where the navigation scrolls sideways, the current item is in sight.
  const here = document.querySelector(".top nav [aria-current]");
  const nav = here?.closest("nav");
  if (nav) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;

  // Buttons that only a script can serve appear with the script.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Autosave: htmx sends the form; the status line of the form says what became of it.
  const status = (element, name) => {
    const line = element.closest("form")?.querySelector("[data-autosave]");
    if (!line) return;
    for (const word of line.querySelectorAll("[data-when]")) word.hidden = word.dataset.when !== name;
    for (const clock of line.querySelectorAll(`[data-when="${name}"] time`)) {
      clock.textContent = new Date().toTimeString().slice(0, 5);
    }
  };
  document.addEventListener("htmx:beforeRequest", (event) => status(event.target, "saving"));
  document.addEventListener("htmx:afterRequest", (event) => {
    status(event.target, event.detail.successful ? "saved" : "failed");
  });

  // Lists for officials: J and K move, X selects, Enter opens (it is a link), / goes to the search field.
  const list = document.querySelector("[data-keys]");
  const typing = (element) => element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const move = (step) => {
    const all = rows();
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    next?.querySelector("a")?.focus();
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement.closest("[data-row]")?.querySelector("[type=checkbox]")?.click(),
    "/": () => (document.querySelector("main [type=search]") ?? document.querySelector("[type=search]"))?.focus(),
  };
  if (list) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !(event.key in keys)) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  focusSummary();
  document.addEventListener("htmx:afterSwap", focusSummary);
})();
