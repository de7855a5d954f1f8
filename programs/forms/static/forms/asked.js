// Shows and hides questions, and writes computed figures, as the answer of the last save says: the element
// #shown names the questions of the page that are asked. Without scripts the next page says the same.
(() => {
  "use strict";

  const apply = () => {
    const told = document.getElementById("shown");
    if (!told) return;
    const shown = new Set(told.value.split(" "));
    for (const box of document.querySelectorAll('[id^="w-"][data-asked]')) {
      const hide = !shown.has(box.dataset.asked);
      if (hide && box.contains(document.activeElement)) continue; // once somebody has left it
      box.hidden = hide;
    }
    const figures = JSON.parse(told.dataset.computed || "{}");
    for (const place of document.querySelectorAll("output[data-computed]")) {
      const now = figures[place.dataset.computed] ?? "—";
      if (place.textContent !== now) place.textContent = now;
    }
  };
  document.addEventListener("htmx:afterSettle", apply);
  document.addEventListener("htmx:afterRequest", apply);
})();
