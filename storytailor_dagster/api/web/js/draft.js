/** What is typed in a form: as the body that is sent, and kept in this tab until it is. */
const KEY = "storytailor.draft";

/** The answers by their paths (`hero.name`); nothing for what was left empty. */
export function bodyOf(form) {
  const body = {};
  for (const [path, answer] of new FormData(form)) {
    const text = answer.trim();
    if (text) put(body, path.split("."), read(form.elements[path], text), form.elements[path]);
  }
  return body;
}

function put(body, path, value, input) {
  const name = path.pop();
  const place = path.reduce((at, step) => (at[step] ??= {}), body);
  if (isMany(input)) (place[name] ??= []).push(value);
  else place[name] = value;
}

const first = (input) => (input instanceof RadioNodeList ? input[0] : input);
const isMany = (input) => input instanceof RadioNodeList && first(input).type === "checkbox";

function read(input, text) {
  const { type, name, dataset } = first(input);
  if (type === "number" || name === "childAge") return Number(text);
  if (type === "checkbox" && !isMany(input)) return true;
  if ("list" in dataset) return text.split(",").map((word) => word.trim()).filter(Boolean);
  return text;
}

/** Keeps what is typed; null when it was sent. */
export function keepDraft(form) {
  if (!form) return sessionStorage.removeItem(KEY);
  const answers = [...form.elements].filter((input) => input.name).map((input) => [input.name, isTicked(input) ? input.value : null, input.checked, input.value]);
  return sessionStorage.setItem(KEY, JSON.stringify(answers));
}

const isTicked = (input) => ["radio", "checkbox"].includes(input.type);

/** Writes a kept draft into the form; those who hide and show things are told. */
export function restore(form) {
  for (const [name, ticked, isChecked, text] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) {
    for (const input of form.querySelectorAll(`[name="${name}"]`)) {
      if (!isTicked(input)) input.value = text;
      else if (input.value === ticked) input.checked = isChecked;
    }
  }
  for (const part of form.querySelectorAll("fieldset, details")) part.dispatchEvent(new Event("restored"));
}
