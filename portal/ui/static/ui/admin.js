// The hints that Django's chooser of several rows draws have words but no role: they are pictures.
window.addEventListener("load", () => {
  setTimeout(() => {
    for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]")) hint.setAttribute("role", "img");
  });
});

// The second press of a double click sends nothing: it would ask twice for what is meant once.
const AGAIN_AFTER = 2000;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // a script of the page sends it later
  const form = event.target;
  if (event.timeStamp - Number(form.dataset.sentAt ?? -AGAIN_AFTER) < AGAIN_AFTER) event.preventDefault();
  else form.dataset.sentAt = event.timeStamp;
});
