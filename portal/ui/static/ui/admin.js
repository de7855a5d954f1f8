// The hints that Django's chooser of several rows draws have words but no role: they are pictures.
window.addEventListener("load", () => {
  setTimeout(() => {
    for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]")) hint.setAttribute("role", "img");
  });
});
