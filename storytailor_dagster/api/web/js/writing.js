/** Asking for a story: a form of what the API says a request may hold; sent once, however often it is tapped. */
import { aboutFields } from "./about.js";
import { Away, choices } from "./api.js";
import { bodyOf, keepDraft, restore } from "./draft.js";
import { h, icon, say } from "./dom.js";
import { clearWrongs, showWrong } from "./fields.js";
import { kindFields } from "./kinds.js";
import { sender } from "./sending.js";
import { whoFields } from "./who.js";
import { AWAY, refused } from "./words.js";

const FIELDS = {
  AGE_OUT_OF_RANGE: "childAge",
  NOTHING_TO_TELL: "storyIdea",
  UNKNOWN_STORY_TYPE: "storyType",
  UNKNOWN_SPECIES: "hero.species",
  UNKNOWN_TRAIT: "hero.inclusivityTraits",
  CHARACTER_NOT_ALLOWED: "hero.name",
  SCRIPT_NOT_SUPPORTED: "hero.name",
  INVALID_RELATIONSHIP_FOR_LOSS_TYPE: "childLoss.yourRelationship",
  CHARACTER_NOT_FOUND: "characterId",
};
const OF_HEROES = {
  ...FIELDS,
  AGE_OUT_OF_RANGE: "hero.age",
  INVALID_BODY: "hero.age",
  EMPTY_FIELD: "hero.name",
  CHARACTER_QUOTA_EXCEEDED: "keep",
};

/** @param {{hero?: string, signal: AbortSignal}} options with the hero who is chosen from the start */
export async function writing(place, { hero, signal }) {
  document.title = "New story · Storytailor";
  const told = await choices({ signal });
  const who = await whoFields(told, signal);
  if (signal.aborted) return;
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
    who.node,
    h(
      "div",
      { class: "send" },
      send,
      h("p", { class: "soft" }, "The words come first, then the pictures one by one. You can watch."),
    ),
  );
  const deliver = sender();
  place.append(form);
  restore(form);
  if (hero) who.choose(hero);
  form.addEventListener("input", () => keepDraft(form), { signal });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!send.getAttribute("aria-disabled")) submit();
  });

  async function submit() {
    clearWrongs(form, over);
    const body = bodyOf(form);
    send.setAttribute("aria-disabled", "true");
    try {
      const { id } = await deliver(body);
      keepDraft(null);
      location.hash = `#/story/${id}`;
    } catch (error) {
      if (!(error instanceof Away || error.code)) throw error;
      if (error.kept) keepHero(error.kept);
      objected(error, body);
    } finally {
      send.removeAttribute("aria-disabled");
    }
  }

  /** The hero is kept, the story is not there yet: what is sent next is about that hero. */
  function keepHero(kept) {
    who.keep(kept);
    keepDraft(form);
    say(`${kept.name} is kept.`);
  }

  /** Puts what the API said beside the field that it is about, or above the form. */
  function objected(error, body) {
    const kind = told.types.find((type) => type.name === body.storyType);
    const asked = [...(kind?.fields ?? []), ...(kind?.consent?.fields ?? [])];
    const isMissing =
      asked.some((field) => field.code === error.code) ||
      error.code?.endsWith("_INPUT_REQUIRED") ||
      error.code === "THERAPEUTIC_CONSENT_REQUIRED";
    const name = (error.isOfHero ? OF_HEROES : FIELDS)[error.code];
    const wrong = isMissing ? empties(form, asked) : [form.querySelector(`[data-field="${name}"]`)].filter(Boolean);
    for (const field of wrong) showWrong(field, refused(error, error.isOfHero));
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
