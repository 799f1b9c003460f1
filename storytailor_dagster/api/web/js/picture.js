/** One picture in its frame: a sketch while it is painted, the picture, why it failed, and asking for another. */
import { regenerate, retry } from "./api.js";
import { ask } from "./asking.js";
import { h, icon } from "./dom.js";
import { called, cloth, doing, titled, why } from "./words.js";

const LONGEST = 500;
const BUSY = ["pending", "generating", "retrying"];

/** @param {string} part `cover` or `scene_1` to `scene_4`; `watch` is called when it is asked for again */
export function picture(part, watch) {
  const number = part === "cover" ? 0 : Number(part.at(-1));
  const frame = h("div", { class: "frame" });
  const state = h("figcaption", { class: "picture-state", id: `${part}-state` });
  const node = h("figure", { class: "picture", "data-part": part }, frame, state);
  let shown = null;
  let last = "";

  return { node, update };

  function update(story) {
    const { status, error } = story.asset_generation_status.assets[part] ?? { status: "absent" };
    const url = number ? story.scene_art_urls?.[number - 1] : story.cover_art_url;
    node.hidden = status === "absent" && !url;
    node.dataset.state = BUSY.includes(status) ? "busy" : status;
    if (url && url !== shown?.dataset.url) hang(story, url);
    if (shown) shown.alt = described(story);
    if (!number) {
      frame.dataset.title = titled(story);
      node.classList.add(cloth(story));
    }
    const now = JSON.stringify([status, error, Boolean(url), story.id]);
    if (now === last) return;
    last = now;
    state.replaceChildren(...sign(story, status, error));
  }

  /** Puts the picture into the frame when it has come whole; the old one stays until then. */
  function hang(story, url) {
    const image = h("img", {
      crossorigin: "anonymous",
      width: 1536,
      height: 1024,
      alt: described(story),
      "data-url": url,
    });
    const before = shown;
    shown = image;
    image.addEventListener("load", () => {
      before?.remove();
      frame.append(image);
      node.dataset.has = "picture";
    });
    image.addEventListener("error", () => {
      shown = before;
      state.replaceChildren(h("p", {}, "This picture can't be reached just now."));
      last = "";
    });
    image.src = url;
  }

  function described(story) {
    if (!number) return `The cover of “${titled(story)}”`;
    const beats = story.content?.metadata?.keyBeats ?? [];
    return beats.find((beat) => beat.beatNumber === number)?.description ?? `Picture ${number}`;
  }

  function sign(story, status, error) {
    if (BUSY.includes(status))
      return [h("p", {}, status === "pending" ? null : icon("brush"), ` ${doing(part, status)}\u00a0…`)];
    if (status === "failed") {
      const { needs, words } = why(error);
      const said = h("p", { dir: "auto" }, h("strong", {}, `${doing(part, status)}. `), words);
      return needs ? [said] : [said, button("Try again", () => tryAgain(story), "again")];
    }
    if (status === "ready") return [button("Paint it again …", () => askAgain(story), "brush")];
    return [];
  }

  function button(words, act, drawing) {
    const label = `${words.replace(" …", "")}: ${called(part)}`;
    return h(
      "button",
      { class: "quiet small picture-act", type: "button", "aria-label": label, onclick: act },
      icon(drawing),
      ` ${words}`,
    );
  }

  function tryAgain(story) {
    ask({
      title: "Shall we try again?",
      words: `We will paint ${called(part)} once more. It takes about as long as the first time.`,
      yes: "Try again",
      no: "Leave it",
      act: async () => {
        await retry(story.id, part);
        watch();
      },
    });
  }

  function askAgain(story) {
    const others =
      number === 4 ? "" : " The pictures that come after it are painted anew as well, so that they go together.";
    ask({
      title: `Paint ${called(part)} again?`,
      words: `The old picture stays until the new one is there.${others}`,
      yes: "Paint it again",
      no: "Keep this one",
      note: {
        label: "What should be different? (You may leave this empty.)",
        hint: "Let it be evening, with a moon.",
        longest: LONGEST,
      },
      act: async (note) => {
        await regenerate(story.id, part, note);
        watch();
      },
    });
  }
}
