/** Somebody new: name, pronouns, what they are, how they look, what else belongs to them; to be kept, if wanted. */
import { h } from "./dom.js";
import { line, only, options, tick } from "./fields.js";

const NARROWED = "animal";
const KINDS = {
  mobility: "Getting about",
  physical: "Body",
  neurodiversity: "Thinking and feeling",
  sensory: "Hearing and seeing",
  skin: "Skin",
  medical: "Health",
};

export function somebodyFields({ species, pronouns, traits, lengths }) {
  const capital = ({ value, label }) => ({ value, label: label[0].toUpperCase() + label.slice(1) });
  const kind = line("hero.kind", "Which animal?", {
    maxlength: lengths.name,
    placeholder: "a fox, a rabbit, a bear …",
  });
  const whats = options("hero.species", "What is the hero?", species.map(capital), { chosen: species[0].value });
  // Not ticked by itself: what is kept of a child is kept because somebody wanted it, and two portraits cost something.
  const keep = tick("keep", "Keep this hero for other stories", {
    hint: "We draw a portrait, and they look the same in every story. You can delete it all at any time.",
  });
  const age = line("hero.age", "How old are they?", {
    type: "number",
    inputmode: "numeric",
    hint: "Left empty, they are as old as the child who listens.",
  });
  const whole = h(
    "fieldset",
    { class: "somebody" },
    h("legend", { class: "unseen" }, "Somebody new"),
    h(
      "div",
      { class: "two" },
      line("hero.name", "Name", {
        maxlength: lengths.name,
        autocapitalize: "words",
        spellcheck: "false",
        placeholder: "Mira, Teo, Grandma Ruth …",
      }),
      options("hero.pronouns", "Pronouns", pronouns),
    ),
    whats,
    kind,
    line("hero.appearance", "What do they look like?", {
      maxlength: lengths.words,
      placeholder: "brown curls, a yellow raincoat, a gap in the teeth …",
    }),
    traitFields(traits),
    h("div", { class: "keeping says" }, keep, age),
  );
  const show = () => {
    only([kind], () => whole.querySelector("[name='hero.species']:checked")?.value === NARROWED);
    only([age], () => keep.querySelector("input").checked);
  };
  for (const decides of [whats, keep]) decides.addEventListener("change", show);
  whole.addEventListener("restored", show);
  show();
  return whole;
}

/** The traits as chips by their kind, found by typing any name for them; those chosen stay whatever is typed. */
function traitFields(traits) {
  const chips = options("hero.inclusivityTraits", "The hero …", traits, { many: true });
  const faces = new Map([...chips.querySelectorAll(".option")].map((face, at) => [face, traits[at]]));
  const find = h("input", {
    type: "search",
    "aria-label": "Find in the list",
    placeholder: "Find: wheelchair, hearing, asthma …",
  });
  const count = h("span", { class: "soft" });
  const groups = grouped(faces);
  chips.querySelector(".options").append(...groups);
  const isChosen = (face) => face.querySelector("input").checked;
  const show = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const [face, { label, also }] of faces) {
      const isFound = [label, ...also].some((name) => name.toLowerCase().includes(wanted));
      face.hidden = !isFound && !isChosen(face);
    }
    for (const group of groups) group.hidden = !group.querySelector(".option:not([hidden])");
    const chosen = [...faces.keys()].filter(isChosen).length;
    count.textContent = chosen ? ` ${chosen} chosen` : "";
  };
  find.addEventListener("input", (event) => (event.stopPropagation(), show()));
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  chips.addEventListener("change", show);
  const more = h(
    "details",
    { class: "traits" },
    h("summary", {}, "Something that belongs to them", count),
    h("p", { class: "hint" }, "It is shown as part of an ordinary day, never as what the story is about."),
    find,
    chips,
  );
  more.addEventListener("restored", () => {
    show();
    more.open ||= [...faces.keys()].some(isChosen);
  });
  return more;
}

function grouped(faces) {
  const groups = new Map();
  for (const [face, { category }] of faces) {
    const title = KINDS[category] ?? category;
    if (!groups.has(category))
      groups.set(
        category,
        h("div", { class: "kind", role: "group", "aria-label": title }, h("p", { class: "hint" }, title)),
      );
    groups.get(category).append(face);
  }
  return [...groups.values()];
}
