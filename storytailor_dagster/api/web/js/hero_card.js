/** A hero's card: the portrait, a story with them, drawing them again, deleting them. */
import { redraw, removeHero } from "./api.js";
import { ask } from "./asking.js";
import { h, icon, say } from "./dom.js";
import { isDone } from "./follow.js";
import { portrait } from "./portrait.js";
import { drawn } from "./words.js";

const LONGEST = 500;

/** @param {object} hero `kept` are all of them, as `heroes.js` has them */
export function heroCard(hero, kept) {
  const picture = portrait(hero);
  const state = h("p", { class: "soft", role: "status" });
  const story = h("a", { class: "button", href: `#/new?hero=${hero.id}` }, icon("star", "full"), "New story");
  const again = action("Draw again", "brush", () => askAgain(hero, kept));
  const remove = action("Delete", "bin", () => askToRemove(hero, kept));
  const away = h("button", { class: "button light-one", type: "button", onclick: close }, "Close");
  const dialog = h(
    "dialog",
    { class: "hero-card", "aria-labelledby": "hero-card" },
    h(
      "div",
      { class: "inside" },
      picture.node,
      h("h2", { id: "hero-card", dir: "auto" }, hero.name),
      state,
      h("div", { class: "row" }, story, away),
      h("div", { class: "row less" }, again, remove),
    ),
  );
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(dialog);
  update(hero);
  dialog.showModal();
  return { update, close, gone: (id) => id === hero.id && close() };

  function update(next) {
    if (next.id !== hero.id) return;
    picture.update(next);
    state.textContent = explained(next);
    state.hidden = !state.textContent;
    again.hidden = !isDone(next);
  }

  function close() {
    dialog.close();
  }

  function action(words, drawing, act) {
    const then = () => (close(), act());
    return h("button", { class: "quiet small", type: "button", onclick: then }, icon(drawing), ` ${words}\u00a0…`);
  }
}

/** What is happening to the portrait, and why it did not work out. */
function explained(hero) {
  const { assets } = hero.asset_generation_status;
  const why = Object.values(assets).find((part) => part.status === "failed")?.error;
  if (!isDone(hero)) return "The portrait is being drawn. A story need not wait for it.";
  return drawn(hero) && ["The portrait did not work out.", why].filter(Boolean).join(" ");
}

function askAgain({ id, name }, kept) {
  ask({
    title: `Draw ${name} again?`,
    words: "The old portrait stays until the new one is there. The books that you have stay as they are.",
    yes: "Draw again",
    no: "Keep this one",
    note: { label: "What should be different? (You may leave this empty.)", hint: "A bigger smile, and shorter hair.", longest: LONGEST },
    act: async (note) => {
      await redraw(id, note);
      await kept.again(id);
    },
  });
}

function askToRemove({ id, name }, kept) {
  ask({
    title: `Delete ${name}?`,
    words: [
      `The portrait is deleted for good, and ${name} can't be chosen for new stories.`,
      `Books about ${name} stay on your shelf; only their pictures can't be painted again.`,
    ].join(" "),
    yes: "Delete",
    no: `Keep ${name}`,
    isGrave: true,
    act: async () => {
      await removeHero(id);
      kept.lose(id);
      say(`${name} is deleted.`);
    },
  });
}
