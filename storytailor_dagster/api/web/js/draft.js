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
  const answers = [...form.elements].map((input) => [input.name, isTicked(input) ? input.checked : input.value]);
  return sessionStorage.setItem(KEY, JSON.stringify(answers));
}

/** Writes a kept draft into the form, if it is still the same; those who hide and show things are told. */
export function restore(form) {
  const answers = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  const inputs = [...form.elements];
  if (answers.length === inputs.length && answers.every(([name], at) => name === inputs[at].name)) {
    answers.forEach(([, answer], at) => {
      if (isTicked(inputs[at])) inputs[at].checked = answer;
      else if (inputs[at].name) inputs[at].value = answer;
    });
  }
  for (const part of form.querySelectorAll("fieldset, details")) part.dispatchEvent(new Event("restored"));
}
