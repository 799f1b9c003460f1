/** A form's fields: each a question with its answer, a place for what is wrong with it, and nothing else. */
import { h } from "./dom.js";

const idOf = (name) => `field-${name.replaceAll(".", "-")}`;
const wrongOf = (name) => `${idOf(name)}-wrong`;

function framed(name, hint, inside, kind = "div") {
  const hinted = hint && h("p", { class: "hint", id: `${idOf(name)}-hint` }, hint);
  return h(kind, { class: "field", "data-field": name }, inside, hinted, h("p", { class: "wrong", id: wrongOf(name) }));
}

const described = (name, hint) => (hint ? `${idOf(name)}-hint ` : "") + wrongOf(name);

/** One line; `list` makes its answer a list, commas between. */
export function line(name, question, { hint, ...attributes } = {}) {
  const input = h("input", {
    type: "text",
    id: idOf(name),
    name,
    dir: "auto",
    "aria-describedby": described(name, hint),
    ...attributes,
  });
  return framed(name, hint, [h("label", { for: idOf(name) }, question), input]);
}

export function area(name, question, { hint, ...attributes } = {}) {
  const input = h("textarea", {
    id: idOf(name),
    name,
    dir: "auto",
    "aria-describedby": described(name, hint),
    ...attributes,
  });
  return framed(name, hint, [h("label", { for: idOf(name) }, question), input]);
}

export function select(name, question, choices, { hint } = {}) {
  const all = [
    h("option", { value: "" }, "Please choose"),
    ...choices.map(([value, label]) => h("option", { value }, label)),
  ];
  return framed(name, hint, [
    h("label", { for: idOf(name) }, question),
    h("select", { id: idOf(name), name, "aria-describedby": described(name, hint) }, all),
  ]);
}

/** One of several, as cards or chips; several at once with `many`. */
export function options(
  name,
  question,
  choices,
  {
    chosen = null,
    kind = "chips",
    many = false,
    isNumber = false,
    isUnseen = false,
    inside = (choice) => choice.label,
  } = {},
) {
  const type = many ? "checkbox" : "radio";
  const input = (value) =>
    h("input", { type, name, value, checked: value === chosen, "data-many": many, "data-number": isNumber });
  const all = choices.map((choice) =>
    h("label", { class: "option" }, input(choice.value), h("span", { class: "face" }, inside(choice))),
  );
  const group = h(
    "div",
    {
      class: `options ${kind}`,
      role: many ? "group" : "radiogroup",
      "aria-labelledby": `${idOf(name)}-label`,
      "aria-describedby": wrongOf(name),
    },
    all,
  );
  return framed(name, null, [
    h("p", { class: isUnseen ? "unseen" : "label", id: `${idOf(name)}-label` }, question),
    group,
  ]);
}

export function tick(name, question, { hint } = {}) {
  const input = h("input", {
    type: "checkbox",
    id: idOf(name),
    name,
    value: "true",
    "aria-describedby": described(name, hint),
  });
  return framed(name, hint, h("label", { class: "tick" }, input, h("span", {}, question)));
}

/** Writes an answer as if it had been typed. */
export function fill(field, text) {
  const input = field.querySelector("input");
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

export function showWrong(field, words) {
  field.querySelector(".wrong").textContent = words;
  for (const input of field.querySelectorAll("input, textarea, select")) input.setAttribute("aria-invalid", "true");
}

export function clearWrongs(form, over) {
  over.hidden = true;
  for (const place of form.querySelectorAll(".wrong")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** Shows and enables what belongs to a choice, hides and disables the rest; what was typed in it stays. */
export function only(parts, isWanted) {
  for (const part of parts) {
    part.hidden = !isWanted(part);
    if ("disabled" in part) part.disabled = part.hidden;
    else for (const input of part.querySelectorAll("input, textarea, select")) input.disabled = part.hidden;
  }
}
