"use strict";
// Grades fill in their points, and the total counts along. Without this script the page does the same on saving.
(() => {
    const form = document.querySelector("[data-review]");
    if (!form) return;
    const rows = [...form.querySelectorAll("[data-criterion]")];
    const show = (name, value) => {
        const place = form.querySelector(`[data-${name}]`);
        if (place) place.textContent = String(Math.round(value * 100) / 100);
    };
    const count = () => {
        let total = 0;
        let most = 0;
        let left = 0;
        for (const row of rows) {
            const input = row.querySelector("input");
            const typed = input.value.trim().replace(/[，,]/, ".");
            const points = typed === "" ? NaN : Number(typed);
            const weight = Number(row.dataset.weight);
            if (Number.isFinite(points)) {
                total += (points * weight) / Number(row.dataset.maximum);
                most += weight;
            } else {
                left += 1;
            }
            let found = false;
            for (const chip of row.querySelectorAll("[data-floor]")) {
                const here = !found && points >= Number(chip.dataset.floor);
                found = found || here;
                chip.toggleAttribute("data-here", here);
                if (here) chip.setAttribute("aria-current", "true");
                else chip.removeAttribute("aria-current");
            }
        }
        show("total", total);
        show("most", most);
        show("left", left);
    };
    form.addEventListener("input", count);
    for (const row of rows) {
        const input = row.querySelector("input");
        if (input.readOnly) continue;
        for (const chip of row.querySelectorAll("[data-floor]")) {
            const button = document.createElement("button");
            button.type = "button";
            button.className = chip.className;
            button.dataset.floor = chip.dataset.floor;
            button.append(...chip.childNodes);
            button.addEventListener("click", () => {
                input.value = String(Number(chip.dataset.floor));
                count();
            });
            chip.replaceWith(button);
        }
    }
    count();
})();
