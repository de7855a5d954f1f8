// The workbench with keys and a preview beside the list; links and forms do all of it without this.
(() => {
  "use strict";

  const list = document.querySelector("[data-keys]");
  const drawer = document.getElementById("drawer");
  if (!list || !drawer) return;
  const wide = matchMedia("(min-width: 1200px)");
  const typing = (element) => element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const row = () => document.activeElement.closest("[data-row]");

  // Marked rows are counted aloud; the focus stays in the list while the preview is told.
  const said = document.querySelector("[data-marked]");
  const tell = (words) => {
    said.textContent = words;
    said.hidden = false;
  };
  list.addEventListener("change", (event) => {
    const marked = list.querySelectorAll("[type=checkbox]:checked").length;
    tell(said.dataset.marked.replace("{n}", marked));
    event.target.closest("[data-row]")?.classList.toggle("tr-on", event.target.checked);
  });

  // Beside the list where there is room; else the link leads to its page.
  let from = null;
  const close = () => {
    if (drawer.hidden) return;
    drawer.hidden = true;
    drawer.replaceChildren();
    drawer.parentElement.classList.remove("wb");
    from?.removeAttribute("aria-current");
    from?.focus();
  };
  const show = async (link) => {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return location.assign(link.href);
    const part = document.createRange().createContextualFragment(await answer.text());
    from?.removeAttribute("aria-current");
    from = link;
    link.setAttribute("aria-current", "true");
    drawer.replaceChildren(part);
    drawer.hidden = false;
    drawer.parentElement.classList.add("wb");
    const button = drawer.querySelector("[data-close]");
    button.hidden = false;
    button.addEventListener("click", close);
    tell(said.dataset.shown.replace("{name}", drawer.querySelector("h2").textContent));
  };
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-preview]");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link);
  });

  const help = document.getElementById("keys-help");
  const keys = {
    o: () => row()?.querySelector("a")?.click(),
    p: () => row()?.querySelector("[data-preview]")?.click(),
    a: () => {
      const link = row()?.querySelector("a");
      if (link) location.assign(`${link.href}#actions`);
    },
    "?": () => {
      help.open = !help.open;
      help.querySelector("summary").focus();
    },
    Escape: close,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !(event.key in keys)) return;
    if (event.key !== "Escape") event.preventDefault();
    keys[event.key]();
  });
})();
