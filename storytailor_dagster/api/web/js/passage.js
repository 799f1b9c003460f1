/** A passage of the story: its paragraphs, each word a place in the narration once there is one. */
import { h } from "./dom.js";

const SPAN = /<span data-start="([\d.]+)" data-end="([\d.]+)">([^<]*)<\/span>/g;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

/** When each word of a block is spoken: `{text, start, end}`, seconds. A block is read, never used as markup. */
export function timed(block) {
  return [...(block ?? "").matchAll(SPAN)].map(([, start, end, text]) => ({
    start: Number(start),
    end: Number(end),
    text: text.replace(/&(amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity]),
  }));
}

/**
 * The paragraphs of a text as lists of words as they are spoken: a token without letter or digit belongs to the word
 * before it, or at the very beginning to the first (story/narration.py has the same rule).
 */
export function paragraphs(text) {
  const found = [];
  let held = "";
  for (const paragraph of text.split(/\n\s*\n/)) {
    const words = [];
    for (const token of paragraph.split(/\s+/).filter(Boolean)) {
      const earlier = words.length ? words : found.at(-1);
      if (/[\p{L}\p{N}]/u.test(token)) {
        words.push(held + token);
        held = "";
      } else if (earlier) earlier[earlier.length - 1] += ` ${token}`;
      else held += `${token} `;
    }
    if (words.length) found.push(words);
  }
  return found;
}

/** @param {number} at 0 to 3; `voice.tells` is given the words with their times, `voice.goTo` asked to go to one */
export function passage(at, voice) {
  const node = h("div", { class: "passage", dir: "auto" });
  const letter = "abcd"[at];
  let last = "";
  node.addEventListener("click", (event) => {
    const word = event.target.closest(".word");
    if (word && getSelection().isCollapsed) voice.goTo(Number(word.dataset.start));
  });
  node.addEventListener("keydown", (event) => walk(event, voice));
  return {
    node,
    update(story) {
      const text = story.content?.beats?.[at]?.content;
      const times = timed(story.audio_blocks?.[letter]);
      const now = JSON.stringify([text, times]);
      if (now === last) return;
      last = now;
      if (text === undefined) node.replaceChildren(...sketch());
      else voice.tells(at, set(node, text, times));
    },
  };
}

function sketch() {
  const lines = h(
    "div",
    { class: "lines", "aria-hidden": "true" },
    Array.from({ length: 5 }, () => h("span")),
  );
  return [lines, h("p", { class: "unseen" }, "The words come soon.")];
}

/** Sets the paragraphs; the words with their times and places, in order. */
function set(node, text, times) {
  const found = paragraphs(text);
  const all = found.flat();
  const isTimed = all.length > 0 && all.length === times.length;
  const told = [];
  node.replaceChildren(
    ...found.map((words) => {
      const inside = words.flatMap((word) => {
        if (!isTimed) return [word, " "];
        const time = times[told.length];
        const place = h("span", { class: "word", "data-start": time.start, tabindex: told.length ? -1 : 0 }, word);
        told.push({ ...time, place });
        return [place, " "];
      });
      return h("p", { dir: "auto" }, inside);
    }),
  );
  return told;
}

/** From word to word by the arrows; Enter hears it. One word of each passage is a stop of the tabulator. */
function walk(event, voice) {
  const word = event.target.closest(".word");
  if (!word || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter") return void voice.goTo(Number(word.dataset.start));
  const isBackwards = getComputedStyle(word).direction === "rtl";
  const step = { ArrowRight: isBackwards ? -1 : 1, ArrowLeft: isBackwards ? 1 : -1 }[event.key];
  if (!step) return;
  const words = [...event.currentTarget.querySelectorAll(".word")];
  const next = words[words.indexOf(word) + step];
  event.preventDefault();
  if (!next) return;
  word.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
