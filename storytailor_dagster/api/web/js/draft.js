/** What is typed in a form: as the body that is sent, and kept in this tab until it is. */
const KEY = "storytailor.draft";
const isTicked = (input) => ["radio", "checkbox"].includes(input.type);

/** The answers by their paths (`hero.name`); nothing for what was left empty or is not asked. */
export function bodyOf(form) {
  const body = {};
  for (const input of form.elements) {
    const text = input.value?.trim();
    if (!input.name || !text || input.matches(":disabled") || (isTicked(input) && !input.checked)) continue;
    const path = input.name.split(".");
    const name = path.pop();
    const place = path.reduce((at, step) => (at[step] ??= {}), body);
    if ("many" in input.dataset) (place[name] ??= []).push(text);
    else place[name] = read(input, text);
  }
  return body;
}

function read(input, text) {
  if (input.type === "number" || "number" in input.dataset) return Number(text);
  if (input.type === "checkbox") return true;
  if ("list" in input.dataset)
    return text
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
  return text;
}

/** Keeps what is typed; null when it was sent. */
export function keepDraft(form) {
  if (!form) return sessionStorage.removeItem(KEY);
  const answers = [...form.elements].filter((input) => input.name).map((input) => [placeOf(input), said(input)]);
  return sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(answers)));
}

/** Writes a kept draft into the form, as far as it still asks the same; those who hide and show things are told. */
export function restore(form) {
  const answers = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  for (const input of form.elements) {
    const answer = input.name ? answers[placeOf(input)] : undefined;
    if (answer === undefined) continue;
    // One of several is chosen, never unchosen: what was chosen may be gone.
    if (isTicked(input)) input.checked = answer || (input.type === "radio" && input.checked);
    else input.value = answer;
  }
  for (const part of form.querySelectorAll("fieldset, details")) part.dispatchEvent(new Event("restored"));
}

const placeOf = (input) => (isTicked(input) ? `${input.name}=${input.value}` : input.name);
const said = (input) => (isTicked(input) ? input.checked : input.value);
