/** A book as it stands on the shelf: its cover, or cloth while that is painted; its name, and how far it is. */
import { h, icon } from "./dom.js";
import { PARTS, cloth, doing, titled } from "./words.js";

export function volume(story, remove) {
  const name = titled(story);
  const { overall } = story.asset_generation_status;
  const cover = story.cover_art_url
    ? h("img", {
        src: story.cover_art_url,
        alt: "",
        crossorigin: "anonymous",
        loading: "lazy",
        width: 1536,
        height: 1024,
      })
    : h("span", { class: "cloth-title", dir: "auto", "aria-hidden": "true" }, name);
  const link = h(
    "a",
    { class: `volume ${cloth(story)}`, href: `#/story/${story.id}` },
    cover,
    h("span", { class: "unseen" }, `${name}. ${state(story)}`),
  );
  const label = h(
    "div",
    { class: "label-card" },
    h("h2", { dir: "auto" }, name),
    overall === "generating" ? stitches(story) : null,
    overall === "ready" ? null : h("p", { class: "soft" }, state(story)),
    h(
      "button",
      { class: "bin", type: "button", "aria-label": `Take “${name}” off the shelf`, onclick: () => remove(story) },
      icon("bin"),
    ),
  );
  return h("li", { "data-id": story.id, "data-revision": story.revision }, h("div", { class: "stands" }, link), label);
}

/** What is happening to a book in the making, in a few words. */
function state(story) {
  const { overall, assets } = story.asset_generation_status;
  if (overall === "ready") return "";
  if (overall === "failed") return "This one did not work out";
  if (overall === "partial") return "Finished, but for a part";
  const busy = PARTS.find((part) => ["generating", "retrying"].includes(assets[part]?.status));
  return busy ? `${doing(busy, assets[busy].status)}\u00a0…` : "Waiting for its turn\u00a0…";
}

/** One stitch for each part, sewn when it is ready. */
function stitches(story) {
  const parts = PARTS.filter((part) => part in story.asset_generation_status.assets);
  const ready = parts.filter((part) => story.asset_generation_status.assets[part].status === "ready").length;
  const thread = parts.map((_, at) => h("span", { class: at < ready ? "sewn" : "" }));
  return h(
    "div",
    { class: "stitches", role: "img", "aria-label": `${ready} of ${parts.length} parts are ready` },
    thread,
  );
}
