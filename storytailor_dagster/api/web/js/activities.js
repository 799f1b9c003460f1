/** Things to do together after the story, each on a card. */
import { h } from "./dom.js";

const KINDS = {
  creative_arts: "Making",
  physical_movement: "Moving",
  dramatic_play: "Playing",
  building_construction: "Building",
  sensory_play: "Sensing",
  music_rhythm: "Music",
  social_emotional: "Together",
};

export function activities() {
  const cards = h("ul", { class: "cards" });
  const node = h(
    "section",
    { class: "activities", "aria-labelledby": "to-do", hidden: true },
    h("h2", { id: "to-do" }, "To do together"),
    cards,
  );
  let last = null;
  return {
    node,
    update(story) {
      const found = JSON.stringify(story.activities ?? []);
      node.hidden = !story.activities?.length;
      if (found === last) return;
      last = found;
      cards.replaceChildren(...(story.activities ?? []).map(card));
    },
  };
}

function card(activity) {
  return h(
    "li",
    { class: "card paper", "data-kind": activity.type, dir: "auto" },
    h("p", { class: "ribbon" }, [KINDS[activity.type] ?? "Together", activity.duration].filter(Boolean).join(" · ")),
    h("h3", { dir: "auto" }, activity.title),
    h("p", { dir: "auto" }, activity.description),
    listed("ul", "You need", activity.materials),
    listed("ol", "How it goes", activity.instructions),
    more(activity),
  );
}

function listed(kind, title, items) {
  if (!items?.length) return null;
  return [
    h("h4", {}, title),
    h(
      kind,
      {},
      items.map((item) => h("li", { dir: "auto" }, item)),
    ),
  ];
}

function more({ adaptations, parentTips, safetyNotes }) {
  const words = [
    ["For younger ones", adaptations?.younger],
    ["For older ones", adaptations?.older],
    ["Another way", adaptations?.specialNeeds],
    ["For you", parentTips?.join(" ")],
    ["Take care", safetyNotes?.join(" ")],
  ].filter(([, text]) => text);
  if (!words.length) return null;
  return h(
    "details",
    {},
    h("summary", {}, "More"),
    h(
      "dl",
      {},
      words.map(([term, text]) => [h("dt", {}, term), h("dd", { dir: "auto" }, text)]),
    ),
  );
}
