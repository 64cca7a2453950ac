// A paper beside its terms: a mark shows its term, a term its mark. Without JavaScript the links do.
(() => {
  "use strict";
  const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const cardsOf = (mark) => mark.dataset.cards.split(" ");
  const show = (element, behavior = motion) => element?.scrollIntoView({ behavior, block: "center" });

  const choose = (keys) => {
    history.replaceState(history.state, "", keys.length ? `#${keys[0]}` : location.pathname + location.search);
    for (const card of all("[data-card]")) card.classList.toggle("on", keys.includes(card.dataset.card));
    for (const mark of all("[data-cards]")) mark.classList.toggle("on", cardsOf(mark).some((key) => keys.includes(key)));
  };
  const chooseCard = (card, mark, behavior) => {
    const key = card.dataset.card;
    choose([key]);
    show(mark ?? all(".mark").find((each) => cardsOf(each).includes(key)), behavior);
  };

  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.button || event.ctrlKey || event.metaKey || getSelection()?.toString()) return;
    const mark = event.target.closest("[data-cards]");
    if (mark) {
      event.preventDefault();
      choose(cardsOf(mark));
      show(document.getElementById(cardsOf(mark)[0]));
      return;
    }
    const link = event.target.closest("a");
    const inside = link?.getAttribute("href")?.startsWith("#");
    if (link && !inside || event.target.closest("button, input, summary")) return;
    const target = inside ? document.getElementById(link.hash.slice(1)) : null;
    if (target?.dataset.card) {
      event.preventDefault();
      show(target);
      chooseCard(target);
      return;
    }
    const card = event.target.closest("[data-card]");
    if (!card) return;
    if (link) event.preventDefault();
    chooseCard(card, target ?? undefined);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose([]);
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off" || window.recoup?.typing(event.target)) return;
    const cards = all("[data-card]"), at = cards.findIndex((card) => card.classList.contains("on"));
    const next = cards[at < 0 ? (step > 0 ? 0 : cards.length - 1) : at + step];
    if (next) { show(next); chooseCard(next); }
  });
  addEventListener("DOMContentLoaded", () => {
    const asked = document.getElementById(location.hash.slice(1));
    if (asked?.dataset?.card) { show(asked, "instant"); chooseCard(asked, undefined, "instant"); }
    // Words selected in a passage are the words that state the term.
    const passage = document.getElementById("passage"), quote = document.querySelector("textarea[name='quote']");
    if (passage && quote) {
      document.addEventListener("selectionchange", () => {
        const chosen = getSelection(), words = chosen?.toString().trim();
        if (words && chosen.anchorNode && passage.contains(chosen.anchorNode) && passage.contains(chosen.focusNode)) quote.value = words.replace(/\s+/g, " ");
      });
    }
  });
})();
