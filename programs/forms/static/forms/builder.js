// Questions of the outline can be dragged; without a script the buttons do the same.
(() => {
  const outline = document.getElementById("outline");
  if (!outline) return;
  let dragged = null;
  let target = null;

  function clear() {
    for (const marked of outline.querySelectorAll(".over, .end")) marked.classList.remove("over", "end");
    target = null;
  }

  function place(list, before) {
    clear();
    target = { list, before };
    if (before) before.classList.add("over");
    else list.classList.add("end");
  }

  function send() {
    const rows = [...target.list.children].filter((row) => row !== dragged);
    const index = target.before ? rows.indexOf(target.before) : rows.length;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "do";
    field.value = ["place", "question", dragged.dataset.question, target.list.dataset.section, index].join("-");
    outline.append(field);
    outline.submit();
  }

  for (const row of outline.querySelectorAll(".builder-question")) {
    const grip = row.querySelector(".builder-grip");
    if (!grip) continue;
    grip.hidden = false;
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      row.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.question);
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("dragged");
      clear();
      dragged = null;
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      event.stopPropagation();
      const half = row.getBoundingClientRect();
      const below = event.clientY > half.top + half.height / 2;
      let before = below ? row.nextElementSibling : row;
      if (before === dragged) before = dragged.nextElementSibling;
      place(row.parentElement, before);
    });
  }
  for (const list of outline.querySelectorAll(".builder-questions")) {
    list.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      if (event.target === list) place(list, null);
    });
    list.addEventListener("drop", (event) => {
      if (!dragged || !target) return;
      event.preventDefault();
      send();
    });
  }
})();
