/** How far the book is, part by part, in words that a child could follow; and what did not work out. */
import { retry } from "./api.js";
import { ask } from "./asking.js";
import { h, icon } from "./dom.js";
import { PARTS, PICTURES, called, doing, why } from "./words.js";

export function making(watch) {
  const title = h("h2", {});
  const list = h("ol", { class: "parts" });
  const node = h("section", { class: "making paper", "aria-label": "How far the book is", hidden: true }, title, list);
  let last = "";

  return { node, update };

  function update(story) {
    const { overall, assets } = story.asset_generation_status;
    const now = JSON.stringify([overall, PARTS.map((part) => [assets[part]?.status, assets[part]?.error])]);
    if (now === last) return;
    last = now;
    const isOver = overall !== "generating";
    const parts = PARTS.filter((part) => assets[part] && (!isOver || isLost(part, assets[part])));
    node.hidden = !parts.length;
    title.textContent = heading(overall);
    list.replaceChildren(...parts.map((part) => line(story, part, assets[part])));
  }

  function line(story, part, { status, error }) {
    const failed = isLost(part, { status, error });
    const act = () => tryAgain(story, part);
    return h(
      "li",
      { "data-state": status },
      h("span", { class: "bead", "aria-hidden": "true" }, status === "ready" ? icon("star", "full") : null),
      h("span", {}, doing(part, status), ["generating", "retrying"].includes(status) ? "\u00a0…" : ""),
      failed && h("span", { class: "why", dir: "auto" }, error ?? ""),
      failed &&
        h(
          "button",
          { class: "button light-one small", type: "button", "aria-label": `Try again: ${called(part)}`, onclick: act },
          icon("again"),
          "Try again",
        ),
    );
  }

  function tryAgain(story, part) {
    ask({
      title: "Shall we try again?",
      words: `We begin anew with ${called(part)}, and with what needs it.`,
      yes: "Try again",
      no: "Leave it",
      act: async () => {
        await retry(story.id, part);
        watch();
      },
    });
  }
}

/** Whether a part failed by itself; a picture says so in its own frame. */
const isLost = (part, { status, error }) => status === "failed" && !PICTURES.includes(part) && !why(error).needs;

function heading(overall) {
  if (overall === "generating") return "Your book is being made";
  if (overall === "failed") return "This story did not work out";
  return "A part of the book is missing";
}
