/** One book: empty frames at first, each filled when its part arrives, and read from cover to last word. */
import { activities } from "./activities.js";
import { Away, story as read } from "./api.js";
import { h, icon, say } from "./dom.js";
import { STORY, follow } from "./follow.js";
import { forget, keep, kept } from "./kept.js";
import { followLight } from "./light.js";
import { making } from "./making.js";
import { narration } from "./narration.js";
import { picture } from "./picture.js";
import { passage } from "./passage.js";
import { printed } from "./printed.js";
import { askToRemove } from "./removing.js";
import { PARTS, about, arrived, titled } from "./words.js";

const FINISHED = ["ready", "partial"];
const SCENES = ["scene_1", "scene_2", "scene_3", "scene_4"];

export async function book(place, { id, signal }) {
  let story = await opened(id, signal);
  if (signal.aborted) return;
  let aside = null;
  let watching = null;
  const again = async () => {
    story = await opened(id, signal);
    show(story);
    watch();
  };
  const voice = narration(signal);
  const cover = picture("cover", again);
  const passages = SCENES.map((part, at) => passage(at, voice));
  const scenes = SCENES.map((part) => picture(part, again));
  const parts = [front(cover), making(again), ...scenes, ...passages, voice, activities(), printed(again)];
  const spreads = SCENES.map((part, at) =>
    h("section", { class: "spread paper", "aria-label": `Part ${at + 1} of 4` }, scenes[at].node, passages[at].node),
  );
  const shelved = h(
    "p",
    { class: "kept", hidden: true, title: "This book can be read without a network." },
    icon("kept"),
    "Kept for offline",
  );
  const remove = h(
    "button",
    { class: "quiet", type: "button", onclick: () => askToRemove(story, async () => (location.hash = "#/")) },
    "Delete this book",
  );
  const [head, work] = parts;
  const article = h(
    "article",
    { class: "book" },
    head.node,
    work.node,
    shelved,
    spreads,
    parts.at(-2).node,
    parts.at(-1).node,
    h("p", { class: "book-end" }, remove),
  );
  place.append(article, voice.node);
  const shine = followLight(
    new Map([[head.node, "cover"], ...spreads.map((spread, at) => [spread, SCENES[at]])]),
    () => story.hue_extracted_colors,
    signal,
  );
  show(story);
  watch();

  /** Shows the story as it is now, and says what has come since. */
  function show(next) {
    for (const part of PARTS) if (isReady(next, part) && !isReady(story, part)) say(`${arrived(part)}.`);
    story = next;
    document.title = `${titled(story)} · Storytailor`;
    const language = story.content?.metadata?.language ?? story.metadata?.language;
    if (isLanguage(language)) article.lang = language;
    for (const part of parts) part.update(story);
    const { content } = story.asset_generation_status.assets;
    for (const spread of spreads) spread.hidden = content?.status === "failed" && !story.content?.beats;
    shine();
    const isFinished = FINISHED.includes(story.asset_generation_status.overall);
    shelved.classList.toggle("room", isFinished);
    if (isFinished) putAside();
  }

  /** Follows the story while something of it is being made, once at a time. */
  function watch() {
    watching ??= follow(STORY, story, { onChange: show, onGone: gone, signal }).finally(() => (watching = null));
  }

  /** Keeps the finished book, once for each of its revisions. */
  async function putAside() {
    if (aside === story.revision) return;
    aside = story.revision;
    shelved.hidden = !(await keep(story));
  }

  async function gone() {
    await forget(id);
    say("This book was deleted.");
    location.hash = "#/";
  }
}

/** The story; without a network, the one that is kept. */
async function opened(id, signal) {
  try {
    return await read(id, { signal });
  } catch (error) {
    const found = error instanceof Away ? await kept(id) : null;
    if (!found) throw error;
    return found;
  }
}

function front(cover) {
  const title = h("h1", { tabindex: -1, dir: "auto" });
  const line = h("p", { class: "soft", dir: "auto" });
  const node = h("header", { class: "front" }, cover.node, h("div", { class: "front-words" }, title, line));
  return {
    node,
    update(story) {
      cover.update(story);
      title.textContent = titled(story);
      line.textContent = about(story);
    },
  };
}

const isReady = (story, part) => story.asset_generation_status.assets[part]?.status === "ready";

function isLanguage(tag) {
  try {
    return Boolean(tag) && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
