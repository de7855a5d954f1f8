// The slider beside each number: moving one moves the other. Without this script there is only the number.
"use strict";

const form = document.querySelector("[data-what-if]");
if (form) {
  for (const slider of form.querySelectorAll("input[type=range][data-for]")) {
    const number = document.getElementById(slider.dataset.for);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      number.value = slider.value;
    });
    number.addEventListener("input", () => {
      slider.value = number.value;
    });
  }
}
