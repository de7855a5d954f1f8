// Sends files in pieces (tus 1.0): chosen, dragged or photographed, two at once, each with its progress. What was
// lost on the way goes on by itself; after a closed browser the same file, chosen again, goes on where it ended.
// Without it the button beside the field sends the form.
(() => {
  "use strict";

  const PIECE = 4 * 1024 * 1024;
  const AT_ONCE = 2;
  const AGAIN = 10000; // after a lost connection or sign-in
  const LOOK = 1000; // at a file that is being checked
  const queue = [];
  const jobs = [];
  let going = 0;
  let held = null; // the button somebody pressed while files were on their way
  if (!window.tus || !tus.isSupported) return;

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const person = document.querySelector("form[data-person]")?.dataset.person ?? "";
  const fieldOf = (node) => node.closest?.("[data-upload]");

  const dress = (field) => {
    for (const part of field.querySelectorAll("[data-scriptless]")) part.hidden = true;
    for (const part of field.querySelectorAll("[data-scripted]")) part.hidden = false;
    // Where a finger points there is a camera.
    const camera = field.querySelector("[data-photograph]");
    if (camera) camera.hidden = !window.matchMedia("(pointer: coarse)").matches;
  };

  // One row for each file on its way.
  const begin = (field, file) => {
    const row = field.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    const list = field.querySelector("[data-running]");
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    list.append(row);
    list.hidden = false;
    const job = { field, file, row, list, say: (name, text) => {
      for (const words of row.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== name;
      if (text) row.querySelector(`[data-when=${name}]`).textContent = text;
    } };
    row.querySelector("[data-cancel]").addEventListener("click", () => cancel(job));
    if (file.size > Number(field.dataset.most)) {
      job.over = true;
      refuse(job, field.dataset.tooLarge);
      return;
    }
    job.say("waiting");
    jobs.push(job);
    queue.push(job);
    next();
  };

  const next = () => {
    while (going < AT_ONCE && queue.length) {
      going += 1;
      send(queue.shift());
    }
  };

  const over = (job) => {
    if (job.over) return;
    job.over = true;
    clearTimeout(job.timer);
    going -= 1;
    next();
    if (!going) letGo();
  };

  const leave = (job) => {
    job.row.remove();
    job.list.hidden = !job.list.children.length;
  };

  const cancel = (job) => {
    const place = queue.indexOf(job);
    if (place >= 0) queue.splice(place, 1);
    else if (job.upload && !job.over) {
      job.upload.abort(true).catch(() => { /* what nobody continues is taken away later */ });
      over(job);
    }
    leave(job);
    const input = job.field.querySelector("input[type=file]");
    (input ?? job.field).focus?.();
  };

  const refuse = (job, sentence) => {
    job.row.querySelector("progress").remove();
    job.row.querySelector("[data-say]").setAttribute("role", "alert");
    for (const word of job.row.querySelectorAll("[data-cancel] span")) word.hidden = !word.hidden;
    job.say("refused", sentence);
  };

  const send = (job) => {
    const place = job.field.dataset.place;
    job.upload = new tus.Upload(job.file, {
      endpoint: job.field.dataset.upload,
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000, 5000],
      metadata: { filename: job.file.name, target: job.field.dataset.target, place },
      removeFingerprintOnSuccess: true,
      fingerprint: (file) => Promise.resolve(["upload", person, place, file.name, file.size, file.lastModified].join(" ")),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", token()),
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        return !status || status >= 500 || status === 409 || status === 429;
      },
      onProgress: (sent, all) => {
        const share = Math.floor((100 * sent) / all);
        job.row.querySelector("progress").value = share;
        job.say(sent < all ? "sending" : "checking");
        job.row.querySelector("[data-percent]").textContent = `${share}%`;
      },
      onSuccess: () => { job.say("checking"); look(job); },
      onError: (error) => failed(job, error),
    });
    job.upload.findPreviousUploads().then((before) => {
      if (before.length) job.upload.resumeFromPreviousUpload(before[0]);
      job.upload.start();
    });
  };

  const again = (job, name, act) => {
    if (job.over) return;
    job.say(name);
    job.timer = setTimeout(act, AGAIN);
    job.wake = act;
  };

  const failed = (job, error) => {
    const status = error.originalResponse?.getStatus() ?? 0;
    if (status === 401 || status === 403) again(job, "signed-out", () => job.upload.start());
    else if (!status || status >= 500) again(job, "lost", () => job.upload.start());
    else {
      refuse(job, error.originalResponse.getBody());
      over(job);
    }
  };

  // The portal looks at what arrived; a large file takes a while.
  const look = async (job) => {
    let state = null;
    try {
      const answer = await fetch(job.upload.url, { headers: { Accept: "application/json" } });
      if (answer.ok) state = await answer.json();
      else if (answer.status === 401) return again(job, "signed-out", () => look(job));
    } catch { return again(job, "lost", () => look(job)); }
    if (!state || state.state === "open" || state.state === "arrived") {
      job.timer = setTimeout(() => look(job), LOOK);
      return undefined;
    }
    if (state.state === "refused") {
      refuse(job, `${state.refusal}`);
      return over(job);
    }
    over(job);
    leave(job);
    return refresh(job.field);
  };

  // The files as they now stand, and the list of parts; what is typed stays untouched.
  const refresh = async (field) => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const input = field.querySelector("input[type=file]");
    const ids = [...field.querySelectorAll("[id$=-files], [id$=-room]")].map((node) => node.id);
    for (const id of [...ids, "tasks"]) {
      const now = page.getElementById(id);
      if (now) document.getElementById(id)?.replaceChildren(...now.childNodes);
    }
    dress(field);
    if (input && document.activeElement === document.body) field.querySelector("input[type=file]")?.focus();
    return undefined;
  };

  // Whoever goes on while files are on their way goes on when they are there; pressing again goes at once.
  const hold = (event) => {
    if (!going || held || !event.submitter || !event.target.querySelector("[data-upload]")) return;
    event.preventDefault();
    event.stopPropagation();
    held = event.submitter;
    for (const words of event.target.querySelectorAll("[data-held]")) words.hidden = !words.parentElement.querySelector("[data-running]").children.length;
  };
  const letGo = () => {
    const button = held;
    held = null;
    for (const words of document.querySelectorAll("[data-held]")) words.hidden = true;
    if (button && !document.querySelector("[data-running] [role=alert]")) button.click();
  };
  document.addEventListener("submit", hold, true);

  const take = (field, files) => { for (const file of files) begin(field, file); };

  document.addEventListener("change", (event) => {
    const field = event.target.type === "file" ? fieldOf(event.target) : null;
    if (!field) return;
    const files = [...event.target.files];
    event.target.value = "";
    take(field, files);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-photograph]");
    if (!button) return;
    const camera = document.createElement("input");
    camera.type = "file";
    camera.accept = "image/*";
    camera.setAttribute("capture", "environment");
    camera.addEventListener("change", () => take(fieldOf(button), camera.files));
    camera.click();
  });
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // beside a field the browser would leave the page and open the file
    const field = fieldOf(event.target);
    event.dataTransfer.dropEffect = field ? "copy" : "none";
    for (const other of document.querySelectorAll("[data-upload].drop")) if (other !== field) other.classList.remove("drop");
    field?.classList.add("drop");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) fieldOf(event.target)?.classList.remove("drop");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const field = fieldOf(event.target);
    field?.classList.remove("drop");
    if (field?.querySelector("input[type=file]")) take(field, event.dataTransfer.files);
  });
  window.addEventListener("online", () => {
    for (const job of jobs) if (!job.over && job.wake) { clearTimeout(job.timer); job.wake(); job.wake = null; }
  });
  window.addEventListener("beforeunload", (event) => { if (going) event.preventDefault(); });

  for (const field of document.querySelectorAll("[data-upload]")) dress(field);
})();
