// Looks again every two seconds while a file is read; without scripts a link does the same.
const EVERY = 2000;
const shown = document.getElementById("reading");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("reading");
  if (!now || now.dataset.state === "failed") {
    location.reload();
  } else {
    shown.replaceChildren(...now.childNodes);
    setTimeout(look, EVERY);
  }
}

if (shown.dataset.state !== "failed") setTimeout(look, EVERY);
