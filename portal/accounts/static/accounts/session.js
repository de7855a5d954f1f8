// Says two minutes before a sign-in ends that it will, and lets the reader stay with one press.
(() => {
  "use strict";

  const note = document.querySelector("[data-session]");
  if (!note) return;
  const idle = Number(note.dataset.session) * 1000;
  const WARNING = Math.min(120000, idle / 2);
  let last = Date.now();

  const show = (name) => {
    for (const part of note.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== name;
    note.hidden = !name;
  };
  const check = () => {
    const left = last + idle - Date.now();
    show(left <= 0 ? "over" : left <= WARNING ? "soon" : "");
  };
  const stay = async () => {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const answer = await fetch(note.dataset.stay, {
      method: "POST",
      headers: { ...headers, "X-Requested-With": "fetch" },
    }).catch(() => null);
    if (answer?.status !== 204) return show("over");
    last = Date.now();
    show("");
  };
  note.querySelector("button").addEventListener("click", stay);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) last = Date.now();
  });
  setInterval(check, Math.min(10000, WARNING / 4));
})();
