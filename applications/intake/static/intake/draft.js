// Saves a section by itself while somebody types, keeps a copy in this browser until the portal has it,
// and says so when the connection or the sign-in is lost. The buttons of the form do the same without it.
(() => {
  "use strict";

  const WAIT = 2000; // after the last key
  const RETRY = 10000;
  const KEPT_DAYS = 7;
  const form = document.querySelector("form[data-draft]");
  const owner = document.querySelector("[data-drafts]")?.dataset.drafts;
  // A browser may refuse to store anything: then only the portal keeps what is typed.
  const store = (() => { try { return window.localStorage; } catch { return null; } })();

  // A page reached by a save names the section that the portal has: its copy is no longer needed.
  const saved = new URLSearchParams(location.search).get("saved");
  if (saved && owner) {
    for (const key of Object.keys(store || {})) {
      if (key.startsWith("draft ") && key.endsWith(` ${owner}:${saved}`)) store.removeItem(key);
    }
  }
  if (!form) return;

  const key = `draft ${form.dataset.person} ${form.dataset.draft}`;
  const line = form.querySelector("[data-autosave]");
  let timer = 0;
  let busy = false;
  let typedAgain = false;
  let waiting = null;

  const say = (name) => {
    for (const word of line.querySelectorAll("[data-when]")) word.hidden = word.dataset.when !== name;
  };
  // Identity numbers stay out of the copy in this browser.
  const open = (name) => name.startsWith("q-") && !("private" in (form.elements[name]?.dataset ?? {}));
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

  // Put a copy back that the portal never got; the fingerprints of then let it find what others changed.
  const restore = () => {
    let copy = null;
    try { copy = JSON.parse(store?.getItem(key) ?? null); } catch { forget(); }
    if (!copy || Date.now() - copy.at > KEPT_DAYS * 86400000) return forget();
    if (JSON.stringify(copy.answers) === JSON.stringify(answers())) return forget();
    for (const field of form.elements) {
      if (!field.name.startsWith("q-") || field.type === "file" || field.type === "hidden") continue;
      const values = copy.answers.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    form.elements.seen.value = copy.seen;
    say("restored");
    save(WAIT);
  };

  // A sign-in in another window changes the token: take the present one before each request.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  const changed = (event) => {
    if (!event.target.name?.startsWith("q-") || event.target.type === "file") return;
    typedAgain = busy;
    keep();
    save(WAIT);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("htmx:configRequest", (event) => {
    const now = token();
    if (now) event.detail.parameters.set("csrfmiddlewaretoken", now);
    // Files go with the buttons only.
    for (const field of form.querySelectorAll("input[type=file]")) event.detail.parameters.delete(field.name);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.elt === form && event.detail.xhr.status === 409) event.detail.shouldSwap = true;
  });
  form.addEventListener("htmx:beforeRequest", () => { busy = true; typedAgain = false; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    busy = false;
    const status = event.detail.xhr.status;
    if (event.detail.successful && !typedAgain) forget();
    else if (event.detail.successful) keep();
    else if (status === 409) say("choose");
    else if (status === 401 || status === 403) say("signed-out");
    else save(RETRY);
    if (waiting) {
      const button = waiting;
      waiting = null;
      button.click(); // requestSubmit came to Safari only with 16
    }
  });
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
