/** What kind of story: fifteen cards, and the questions of the one that is chosen. Which there are says the API. */
import { h, icon } from "./dom.js";
import { area, line, only, options, select, tick } from "./fields.js";
import { ofType } from "./icons.js";

export function kindFields({ types, lengths }) {
  const cards = options(
    "storyType",
    "What kind of story?",
    types.map((type) => ({ ...type, value: type.name })),
    {
      kind: "cards",
      chosen: types[0].name,
      isUnseen: true,
      inside: ({ name, about }) => [
        icon(ofType(name)),
        h("strong", {}, name.replaceAll("-", " ")),
        h("span", { class: "tells" }, about),
      ],
    },
  );
  const asked = types.filter((type) => type.fields.length).map((type) => questions(type, lengths));
  const whole = h(
    "fieldset",
    { class: "paper kinds" },
    h("legend", {}, h("h2", {}, "What kind of story?")),
    cards,
    asked,
  );
  const show = () => only(asked, (one) => one.dataset.kind === whole.querySelector("[name=storyType]:checked")?.value);
  cards.addEventListener("change", show);
  whole.addEventListener("restored", show);
  show();
  return whole;
}

function questions(type, lengths) {
  const fields = type.fields.map((field) => question(type.object, field, lengths));
  const consent = type.consent && consented(type.consent);
  const set = h(
    "fieldset",
    { class: "of-kind", "data-kind": type.name },
    h("legend", {}, h("h3", {}, `For this ${type.name.toLowerCase().replaceAll("-", " ")} story`)),
    fields,
    consent,
  );
  const only_with = type.consent?.onlyWith;
  if (only_with) {
    const decides = set.querySelector(`[name="${type.object}.${only_with.field}"]`);
    const show = () => only([consent], () => decides.value === only_with.value);
    decides.addEventListener("change", show);
    set.addEventListener("restored", show);
    show();
  }
  return set;
}

function question(object, field, lengths) {
  const name = `${object}.${field.name}`;
  const { hint } = field;
  if (field.input === "choice") return select(name, field.question, field.choices, { hint });
  if (field.input === "number")
    return line(name, field.question, {
      hint,
      type: "number",
      inputmode: "numeric",
      min: field.least,
      max: field.most,
    });
  const make = field.input === "long" ? area : line;
  return make(name, field.question, { hint, maxlength: lengths.words, "data-list": field.input === "list" });
}

function consented({ fields }) {
  return h(
    "div",
    { class: "consent says" },
    fields.map((field) => tick(`therapeuticConsent.${field.name}`, field.question)),
  );
}
