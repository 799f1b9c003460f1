/** For whom a story is, and what about. */
import { h } from "./dom.js";
import { area, fill, line, options } from "./fields.js";

const THEMES = [
  "courage",
  "friendship",
  "kindness",
  "patience",
  "sharing",
  "curiosity",
  "saying sorry",
  "trying again",
];

export function aboutFields({ ages, lengths }) {
  const theme = line("theme", "What should it be about?", {
    maxlength: lengths.words,
    placeholder: "courage, friendship, a lost tooth …",
  });
  const all = Array.from({ length: ages.most - ages.least + 1 }, (_, at) => ({
    value: ages.least + at,
    label: String(ages.least + at),
  }));
  return h(
    "fieldset",
    { class: "paper" },
    h("legend", {}, h("h2", {}, "For whom, and what about?")),
    options("childAge", "How old is the child who listens?", all, { chosen: 6, kind: "numbers", isNumber: true }),
    theme,
    h(
      "div",
      { class: "ideas", role: "group", "aria-label": "Ideas for it" },
      THEMES.map((word) => h("button", { class: "chip", type: "button", onclick: () => fill(theme, word) }, word)),
    ),
    area("storyIdea", "Do you have an idea for the story?", {
      maxlength: lengths.words,
      placeholder: "A kite that will not fly. A mitten that got lost in the park …",
      dir: "auto",
    }),
  );
}
