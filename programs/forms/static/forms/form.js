// Counts the characters of texts and shows amounts in the other unit while typing; the page shows both without it.
(() => {
  "use strict";

  const grouped = (digits) => String(digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const count = (line) => {
    const field = document.getElementById(line.dataset.countFor);
    if (!field) return;
    const now = [...field.value.trim()].length;
    const most = Number(line.dataset.most);
    const over = now - most;
    const words = over > 0 ? line.dataset.over : line.dataset.words;
    line.textContent = fill(words, { now: grouped(now), over: grouped(over), most: grouped(most) });
    line.classList.toggle("red", over > 0);
  };

  // The amount in the other unit, by moving the point four places: no rounding of floats.
  const moved = (figures, right) => {
    const [whole, fraction = ""] = figures.split(".");
    const digits = right
      ? [whole + fraction.slice(0, 4).padEnd(4, "0"), fraction.slice(4)]
      : [whole.padStart(5, "0").slice(0, -4), whole.padStart(5, "0").slice(-4) + fraction];
    const before = grouped(digits[0].replace(/^0+(?=\d)/, "") || "0");
    const after = digits[1].replace(/0+$/, "");
    return after ? `${before}.${after}` : before;
  };

  const convert = (output) => {
    const field = document.getElementById(output.dataset.otherUnit);
    if (!field) return;
    const figures = field.value.normalize("NFKC").trim().replace(/,(?=\d{3})/g, "");
    const plain = /^\d{1,12}(\.\d{0,6})?$/.test(figures);
    const amount = plain ? moved(figures, output.dataset.asked === "wan") : "";
    output.textContent = plain ? fill(output.dataset.words, { amount }) : "";
  };

  const of = (target) => {
    if (!target.id) return;
    for (const line of document.querySelectorAll("[data-count-for]")) if (line.dataset.countFor === target.id) count(line);
    for (const output of document.querySelectorAll("[data-other-unit]")) if (output.dataset.otherUnit === target.id) convert(output);
  };
  document.addEventListener("input", (event) => of(event.target));
})();
