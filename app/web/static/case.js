// The queue by keyboard (the next row, the one before, take), and the panel in which a case is decided.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const choose = (row, focus = true) => {
    for (const each of rows()) {
      const on = each === row;
      each.classList.toggle("on", on);
      const take = each.querySelector("[data-take]");
      if (take) { if (on) { take.dataset.key = "t"; take.dataset.keyWords = "Take the chosen case"; } else { delete take.dataset.key; } }
    }
    if (row && focus) row.querySelector("a.opens")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((each) => each.classList.contains("on"));
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  document.addEventListener("click", (event) => {
    const mover = event.target.closest?.("[data-move]");
    if (mover) move(Number(mover.dataset.move));
    const leave = event.target.closest?.("#decision [data-close]");
    if (leave) { event.preventDefault(); close(); }
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tr[data-row]");
    if (row && !row.classList.contains("on")) choose(row, false);
  });

  // A queue that is sorted or searched anew keeps the chosen case, and the focus that was on it.
  let chosen = "", held = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "queue") return;
    const row = rows().find((each) => each.classList.contains("on"));
    chosen = row?.dataset.row ?? "";
    held = Boolean(row?.contains(document.activeElement));
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!chosen) return;
    const row = rows().find((each) => each.dataset.row === chosen);
    chosen = "";
    if (row) choose(row, held);
  });

  // The panel: Escape leaves a field first, then the panel; what was typed stays until the page is left.
  let opener = null;
  const panel = () => document.querySelector("#decision");
  const close = () => {
    const at = panel();
    if (!at?.firstElementChild) return false;
    at.replaceChildren();
    opener?.focus();
    return true;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "decision") opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "decision") event.detail.target.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (window.recoup?.typing(event.target)) { event.preventDefault(); event.target.blur(); return; }  // a search stays as typed
    if (!close()) document.querySelector(".amending .trail a")?.click();
  });
  // A decision is sent once.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decision]") || event.defaultPrevented) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    event.target.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => { for (const each of document.querySelectorAll("[data-sent]")) { delete each.dataset.sent; each.removeAttribute("aria-busy"); } });
})();
