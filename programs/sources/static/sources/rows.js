// Rows beside a page: saved when a field is left, keys, splitting at the cursor. Without it every button still works.
const rows = [...document.querySelectorAll("form[data-row]")];

function told(row, words, bad) {
  const place = row.querySelector("[data-told]");
  place.textContent = words;
  place.classList.toggle("errorlist", Boolean(bad));
}

function failed(row) {
  return row.querySelector("[data-told]").dataset.failed;
}

async function save(row) {
  // Not row.action: its buttons are called so.
  const content = new FormData(row);
  content.set("action", "save");
  const answer = await fetch(row.getAttribute("action"), { method: "POST", body: content, headers: { Accept: "application/json" } });
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) {
    row.elements.revision.value = found.revision;
    const address = row.querySelector("[data-address]");
    if (address) address.textContent = found.address;
    told(row, "✓ " + new Date().toLocaleTimeString());
  } else {
    told(row, found.sentence || failed(row), true);
  }
}

// One after the other: each starts from the revision the one before has left.
const waiting = new WeakMap();
function queue(row) {
  const next = (waiting.get(row) || Promise.resolve()).then(() => save(row)).catch(() => told(row, failed(row), true));
  waiting.set(row, next);
  return next;
}

function characters(field) {
  return [...field.value.slice(0, field.selectionStart)].length;
}

function press(row, action) {
  row.querySelector(`button[value="${action}"]`).click();
}

function go(row, steps) {
  const other = rows[rows.indexOf(row) + steps];
  if (other) other.elements.heading.focus();
}

for (const row of rows) {
  const text = row.elements.text;
  row.addEventListener("change", () => queue(row));
  text.addEventListener("blur", () => { row.elements.cursor.value = characters(text); });
  row.addEventListener("submit", async (event) => {
    if (document.activeElement === text) row.elements.cursor.value = characters(text);
    const running = waiting.get(row);
    if (!running) return;
    // A save on its way is waited for, so that the button starts from its revision.
    event.preventDefault();
    await running;
    waiting.delete(row);
    // Not before this event is over: until then a form ignores being submitted again.
    setTimeout(() => (event.submitter ? event.submitter.click() : row.requestSubmit?.()));
  });
  row.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (event.altKey && event.key === "ArrowDown") go(row, 1);
    else if (event.altKey && event.key === "ArrowUp") go(row, -1);
    else if (event.ctrlKey && key === "s") queue(row);
    else if (event.ctrlKey && event.key === "Enter") press(row, "split");
    else if (event.ctrlKey && event.shiftKey && key === "j") press(row, "join");
    else return;
    event.preventDefault();
  });
}

const here = location.hash && document.querySelector(location.hash);
if (here && here.elements) here.elements.heading.focus({ preventScroll: true });
