// What every page does with JavaScript; without it each page still works.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("script");
  const typing = (at) => at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && !/^(checkbox|radio|button|submit)$/.test(at.type));
  const kept = { get: () => { try { return localStorage.getItem("keys"); } catch { return null; } }, set: (value) => { try { localStorage.setItem("keys", value); } catch { /* a private window keeps nothing */ } } };
  root.dataset.keys = kept.get() === "off" ? "off" : "on";

  // Keys: data-key="a" or data-key="g c" on a link, button or field; data-key-words says what it does.
  let before = "", timer = 0;
  const reachable = (each) => each.getClientRects().length > 0 && !each.disabled;
  const act = (each) => { if (typing(each)) { each.focus(); each.select?.(); } else { each.focus(); each.click(); } };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || root.dataset.keys === "off" && event.key !== "?") return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); help(); return; }
    if (event.key.length > 1 && event.key !== "Enter") return;
    const wanted = [before && `${before} ${event.key}`, event.key].filter(Boolean);
    for (const keys of wanted) {
      const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find(reachable);
      if (found) { event.preventDefault(); before = ""; act(found); return; }
    }
    before = event.key;
    clearTimeout(timer);
    timer = setTimeout(() => { before = ""; }, 1200);
  });

  const help = () => {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector(".keys");
    list.replaceChildren();
    const told = new Set();
    // data-key-told: a key that does something where one is, without an element of its own to press
    for (const each of document.querySelectorAll("[data-key], [data-key-told]")) {
      const keys = each.dataset.key ?? each.dataset.keyTold;
      if (!reachable(each) || told.has(keys)) continue;
      told.add(keys);
      const key = document.createElement("dt"), words = document.createElement("dd");
      for (const one of keys.split(" ")) { const kbd = document.createElement("kbd"); kbd.textContent = one; key.append(kbd, " "); }
      words.textContent = each.dataset.keyWords || each.textContent.trim() || each.getAttribute("aria-label") || "";
      list.append(key, words);
    }
    dialog.querySelector("#keys-on").checked = root.dataset.keys !== "off";
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-help]")) help();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    root.dataset.keys = event.target.checked ? "on" : "off";
    kept.set(root.dataset.keys);
  });

  // Light and dark: at once, and kept by the server's cookie.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".theme")) {
      event.preventDefault();
      const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      const next = now === "dark" ? "light" : "dark";
      root.dataset.theme = next;
      const body = new URLSearchParams(new FormData(form));
      body.set("theme", next);
      fetch(form.action, { method: "POST", body, redirect: "manual" });
    } else if (form.dataset.sure && !confirm(form.dataset.sure)) {
      event.preventDefault();
    }
  });

  // What went wrong with a part of the page is said, never swallowed.
  const say = (words, tone = "bad") => {
    const place = document.getElementById("notices");
    const notice = document.createElement("div"), text = document.createElement("p");
    notice.className = `notice ${tone}`;
    if (tone === "bad") notice.setAttribute("role", "alert");
    text.textContent = words;
    notice.append(text);
    place.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  };
  window.recoup = { say, typing };
  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    if (answer.status === 401) { location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`); return; }
    say(answer.getResponseHeader("X-Words") ? decodeURIComponent(answer.getResponseHeader("X-Words")) : `That did not work (${answer.status}). Reload the page and try again.`);
  });
  document.addEventListener("htmx:sendError", () => say("The server did not answer. Is the connection there? What you typed is still on the page; try again."));
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector('.ways [aria-current]')?.scrollIntoView({ block: "nearest", inline: "center" });
  });
})();
