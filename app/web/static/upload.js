// Files dropped anywhere on the page, a list of what is chosen, and a bar while they are sent.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("upload"), form = place?.querySelector("form");
    if (!form) return;
    const drop = document.getElementById("drop"), files = document.getElementById("f-files");
    const chosen = form.querySelector(".chosen"), bar = form.querySelector("progress.sending");
    const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
    const show = () => {
      const all = [...files.files];
      chosen.replaceChildren(...all.slice(0, 6).map((file) => Object.assign(document.createElement("li"), { textContent: `${file.name}, ${size(file.size)}` })));
      if (all.length > 6) chosen.append(Object.assign(document.createElement("li"), { textContent: `and ${all.length - 6} more` }));
    };
    files.addEventListener("change", show);
    let over = 0;
    const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    addEventListener("dragenter", (event) => { if (holdsFiles(event)) { place.open = true; over += 1; drop.classList.add("over"); } });
    addEventListener("dragleave", () => { over = Math.max(0, over - 1); if (!over) drop.classList.remove("over"); });
    addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      over = 0;
      drop.classList.remove("over");
      const all = new DataTransfer();
      for (const file of [...files.files, ...event.dataTransfer.files]) all.items.add(file);
      files.files = all.files;
      show();
    });
    const whose = form.querySelector(".whose"), named = whose.querySelector("input");
    // Where it goes is asked before anything is sent: a large upload is not to fail for a name.
    const goes = async () => {
      const asked = new URLSearchParams([...whose.querySelectorAll("input")].map((each) => [each.name, each.value]));
      const answer = await fetch(`/contracts/goes?${asked}`, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok) return true;  // the upload itself says what is wrong
      const told = whose.querySelector(".goes");
      told.innerHTML = await answer.text();
      return Boolean(told.querySelector("[data-goes='yes']"));
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.busy) return;
      if (!files.files.length) { window.recoup.say("Choose the files first.", "warn"); files.focus(); return; }
      form.dataset.busy = "yes";
      const known = await goes();
      delete form.dataset.busy;
      if (!known) {
        if (!whose.querySelector(".goes").textContent.trim()) window.recoup.say("Name the account that the contracts belong to.", "warn");
        named.focus();
        return;
      }
      const sending = new XMLHttpRequest(), button = form.querySelector("button.primary");
      button.disabled = true;
      bar.hidden = false;
      sending.upload.addEventListener("progress", (told) => { if (told.lengthComputable) bar.value = 100 * told.loaded / told.total; });
      sending.addEventListener("load", () => {
        if (sending.status < 400 && sending.responseURL) { location.assign(sending.responseURL); return; }
        button.disabled = false;
        bar.hidden = true;
        const words = sending.getResponseHeader("X-Words");
        window.recoup.say(words ? decodeURIComponent(words) : `The upload did not work (${sending.status}).`);
      });
      sending.addEventListener("error", () => { button.disabled = false; bar.hidden = true; window.recoup.say("The upload broke off. What was chosen is still chosen; send it again."); });
      sending.open("POST", form.action);
      sending.setRequestHeader("HX-Request", "true"); // the message waits for the page that people see
      sending.setRequestHeader("X-CSRF", form.elements.csrf.value);
      sending.send(new FormData(form));
    });
  });
})();
