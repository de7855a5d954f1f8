// A search field becomes a combobox: arrows choose a suggestion, Enter opens it, Esc closes the list.
(() => {
  "use strict";

  for (const form of document.querySelectorAll("[data-suggest]")) {
    const field = form.querySelector("[type=search]");
    const place = form.querySelector("[data-suggestions]");
    let chosen = -1;
    if (!field || !place) continue;
    place.id ||= `${field.id}-suggestions`;
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", place.id],
    ]) field.setAttribute(name, value);

    const options = () => [...place.querySelectorAll("[role=option]")];
    const choose = (index) => {
      chosen = index;
      options().forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
      const now = options()[index];
      if (now) {
        field.setAttribute("aria-activedescendant", now.id);
        now.scrollIntoView({ block: "nearest" });
      } else field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      place.replaceChildren();
      field.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const open = (option) => { window.location.href = option.dataset.url; };

    place.addEventListener("htmx:afterSwap", () => {
      field.setAttribute("aria-expanded", String(options().length > 0));
      choose(-1);
    });
    // What is no longer wanted when it arrives is not shown.
    place.addEventListener("htmx:beforeSwap", (event) => {
      if (document.activeElement !== field || !field.value.trim()) event.detail.shouldSwap = false;
    });
    field.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "Escape" && count) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % count);
      } else if (event.key === "Enter" && options()[chosen]) {
        event.preventDefault();
        open(options()[chosen]);
      }
    });
    field.addEventListener("input", () => { if (!field.value.trim()) close(); });
    place.addEventListener("mousedown", (event) => event.preventDefault());
    place.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) open(option);
    });
    field.addEventListener("blur", close);
  }
})();
