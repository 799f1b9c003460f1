/** Asking for a story: a form of what the API says a request may hold; sent once, however often it is tapped. */
import { Away, choices, request } from "./api.js";
import { bodyOf, keepDraft, restore } from "./draft.js";
import { h, icon } from "./dom.js";
import { area, clearWrongs, fill, line, options, showWrong } from "./fields.js";
import { heroFields } from "./hero.js";
import { kindFields } from "./kinds.js";
import { AWAY, refused } from "./words.js";

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
const FIELDS = {
  AGE_OUT_OF_RANGE: "childAge",
  NOTHING_TO_TELL: "storyIdea",
  UNKNOWN_STORY_TYPE: "storyType",
  UNKNOWN_SPECIES: "hero.species",
  UNKNOWN_TRAIT: "hero.inclusivityTraits",
  CHARACTER_NOT_ALLOWED: "hero.name",
  SCRIPT_NOT_SUPPORTED: "hero.name",
  INVALID_RELATIONSHIP_FOR_LOSS_TYPE: "childLoss.yourRelationship",
};

export async function writing(place, { signal }) {
  document.title = "New story · Storytailor";
  const told = await choices({ signal });
  const over = h("div", { class: "says wrong-one", tabindex: -1, hidden: true, role: "alert" });
  const send = h("button", { class: "button big" }, icon("star", "full"), "Make our story");
  const form = h(
    "form",
    { class: "writing", novalidate: true, autocomplete: "off" },
    h(
      "header",
      {},
      h("h1", { tabindex: -1 }, "A new story"),
      h("p", {}, "Tell us a little, or a lot. Whatever you leave empty, the story finds by itself."),
    ),
    over,
    kindFields(told),
    aboutFields(told),
    heroFields(told),
    h(
      "div",
      { class: "send" },
      send,
      h("p", { class: "soft" }, "The words come first, then the pictures one by one. You can watch."),
    ),
  );
  const tale = { key: null, body: null };
  place.append(form);
  restore(form);
  form.addEventListener("input", () => keepDraft(form), { signal });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!send.getAttribute("aria-disabled")) submit();
  });

  async function submit() {
    clearWrongs(form, over);
    const body = bodyOf(form);
    // The same words are the same story: a second tap, or a second try after a cut, makes no second one.
    if (JSON.stringify(body) !== tale.body)
      Object.assign(tale, { key: crypto.randomUUID(), body: JSON.stringify(body) });
    send.setAttribute("aria-disabled", "true");
    try {
      const { id } = await request(body, tale.key);
      keepDraft(null);
      location.hash = `#/story/${id}`;
    } catch (error) {
      if (!(error instanceof Away || error.code)) throw error;
      objected(error, body);
    } finally {
      send.removeAttribute("aria-disabled");
    }
  }

  /** Puts what the API said beside the field that it is about, or above the form. */
  function objected(error, body) {
    if (error.code === "IDEMPOTENCY_KEY_REUSED") tale.body = null;
    const kind = told.types.find((type) => type.name === body.storyType);
    const asked = [...(kind?.fields ?? []), ...(kind?.consent?.fields ?? [])];
    const isMissing =
      asked.some((field) => field.code === error.code) ||
      error.code?.endsWith("_INPUT_REQUIRED") ||
      error.code === "THERAPEUTIC_CONSENT_REQUIRED";
    const wrong = isMissing
      ? empties(form, asked)
      : [form.querySelector(`[data-field="${FIELDS[error.code]}"]`)].filter(Boolean);
    for (const field of wrong) showWrong(field, refused(error));
    if (wrong.length) return void wrong[0].querySelector("input, textarea, select").focus();
    over.replaceChildren(error instanceof Away ? AWAY : refused(error));
    over.hidden = false;
    return over.focus();
  }
}

/** The fields of the chosen type that have no answer: the API names the first, and a family wants to see them all. */
function empties(form, asked) {
  const names = new Set(asked.map((field) => field.name));
  const isEmpty = (field) =>
    [...field.querySelectorAll("input, textarea, select")].every((one) =>
      one.type === "checkbox" ? !one.checked : !one.value.trim(),
    );
  return [...form.querySelectorAll("fieldset.of-kind:not([disabled]) [data-field]")].filter(
    (field) => !field.closest("[hidden]") && names.has(field.dataset.field.split(".").pop()) && isEmpty(field),
  );
}

function aboutFields({ ages, lengths }) {
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
