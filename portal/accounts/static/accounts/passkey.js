// Passkeys live in the browser: their buttons appear with this script, and only where the browser has them.
(() => {
  "use strict";

  const webauthn = window.allauth?.webauthn?.forms;
  if (!webauthn || !window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, passwordless } = button.dataset;
    const ids = { credential, passwordless, data: "passkey-data" };
    ids.login = ids.authenticate = ids.add = button.id;
    webauthn[passkey]({ ids });
    button.hidden = false;
  }
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const note of document.querySelectorAll("[data-passkey-failed]")) note.hidden = false;
  });
})();
