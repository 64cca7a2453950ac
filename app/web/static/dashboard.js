// The threshold's number and slider are one value: whichever is moved, the other follows.
(() => {
  "use strict";
  document.addEventListener("input", ({ target }) => {
    const other = document.getElementById(target.dataset.level || "");
    if (!other || target.value === "") return;
    const fine = (target.value.split(".")[1] || "").length > 2;
    if (other.type === "range") other.step = fine ? "0.0001" : "0.01"; // else it would round what was typed
    other.value = target.value;
  });
})();
