/** What the page says: the parts of a book in words that a child could follow, and what the API's codes mean. */

export const PARTS = ["content", "cover", "scene_1", "scene_2", "scene_3", "scene_4", "audio", "activities", "pdf"];
export const PICTURES = ["cover", "scene_1", "scene_2", "scene_3", "scene_4"];

const CALLED = {
  content: "the story",
  cover: "the cover",
  scene_1: "the first picture",
  scene_2: "the second picture",
  scene_3: "the third picture",
  scene_4: "the last picture",
  audio: "the reading",
  activities: "things to do",
  pdf: "the book to print",
};
const DOES = {
  content: ["Writing the story", "Looking for better words", "The story is written"],
  audio: ["Practising reading aloud", "Reading it once more", "The voice is ready"],
  activities: ["Thinking of things to do", "Thinking of other things to do", "Things to do are ready"],
  pdf: ["Sewing the pages together", "Sewing it once more", "The book to print is ready"],
};
const painting = (part) => [
  `Painting ${CALLED[part]}`,
  `Painting ${CALLED[part]} once more`,
  `${capital(CALLED[part])} is painted`,
];

const capital = (words) => words[0].toUpperCase() + words.slice(1);

/** What is happening to a part: "Painting the second picture". */
export function doing(part, status) {
  const [now, again, done] = DOES[part] ?? painting(part);
  if (status === "generating") return now;
  if (status === "retrying") return again;
  if (status === "ready") return done;
  if (status === "failed") return `${capital(CALLED[part])} did not work out`;
  return `${capital(CALLED[part])} ${part === "activities" ? "come" : "comes"} soon`;
}

/** Why a part failed, in the family's words; `needs` is the part above it that is missing, if one is. */
export function why(error) {
  const [, needs] = error?.match(/^needs (\w+), which (?:failed|was not asked for)/) ?? [];
  return { needs, words: needs in CALLED ? `It needs ${CALLED[needs]} first.` : (error ?? "") };
}

/** What is said once when a part is there. */
export const arrived = (part) => `${capital(CALLED[part])} ${part === "activities" ? "are" : "is"} ready`;

export const called = (part) => CALLED[part];

/** How a hero's portrait is, in a word or two; nothing where it is there. */
export function drawn({ asset_generation_status: { overall } }) {
  if (["failed", "partial"].includes(overall)) return "Went wrong";
  return overall === "ready" ? "" : "Being drawn\u00a0…";
}

/** "A bedtime story with Mira, for age 5", of what is known of it. */
export function about(story) {
  const told = story.content?.metadata ?? {};
  const kind = told.storyType ?? story.metadata?.storyType;
  const hero = told.characterName ?? story.character?.name ?? story.metadata?.hero?.name;
  const start = kind
    ? `${/^[aeiou]/i.test(kind) ? "An" : "A"} ${kind.toLowerCase().replaceAll("-", " ")} story`
    : "A story";
  return start + (hero ? ` with ${hero}` : "") + (story.age_rating ? `, for age ${story.age_rating}` : "");
}

/** What to call a story that has no title yet. */
export const titled = (story) => story.title || "A new story";

/** The class of the cloth that a book is bound in until its cover is painted: always the same for the same book. */
export const cloth = (story) => `cloth-${Number.parseInt(story.id[0], 16) % 5}`;

const REFUSED = {
  CHARACTER_NOT_ALLOWED: "A name has letters, spaces, hyphens and apostrophes.",
  SCRIPT_NOT_SUPPORTED: "Our books can only be set in Latin letters so far. Please write the name in those.",
  AGE_OUT_OF_RANGE: "Our stories are for ages 3 to 10.",
  NOTHING_TO_TELL: "Choose a kind of story, or write what it is about.",
  UNKNOWN_STORY_TYPE: "Please choose one of these.",
  UNKNOWN_SPECIES: "Please choose one of these.",
  UNKNOWN_TRAIT: "One of these is not known any more. Please choose again.",
  INVALID_RELATIONSHIP_FOR_LOSS_TYPE: "This does not go with what happened. Please choose another.",
  IDEMPOTENCY_KEY_REUSED: "This was sent already, a little different. Please try once more.",
  STORY_QUOTA_EXCEEDED:
    "You have made all the stories that are yours for now. What you wrote stays here until there is room for another.",
  CHARACTER_QUOTA_EXCEEDED:
    "You have kept all the heroes that are yours for now. Without this tick the story can be made all the same.",
  CHARACTER_NOT_FOUND: "This hero is not kept any more. Please choose again.",
  TOO_MANY_REQUESTS: "That was a little fast. Please wait a moment and try again.",
  NOT_READY_TO_RETRY: "It is being made already.",
  NEEDS_ANOTHER_PART: "It needs another part of the book first. Please try that one.",
  INVALID_BODY: "Something in here is too long, or not what we expected. Please look it over.",
};

const OF_HEROES = {
  AGE_OUT_OF_RANGE: "Heroes whom we keep are 1 to 17 years old.",
  EMPTY_FIELD: "Whoever is kept needs a name.",
  INVALID_BODY: "Please write the age in whole years.",
};

/** A refusal in words for a family: ours where there are any, else the API's own. */
export function refused(error, isOfHero = false) {
  if (isOfHero && error.code in OF_HEROES) return OF_HEROES[error.code];
  if (error.code in REFUSED) return REFUSED[error.code];
  if (error.code?.endsWith("_REQUIRED")) return "Please tell us this.";
  if (error.status >= 500 || !error.message)
    return "This did not work just now, through no fault of yours. Please try again.";
  return error.message;
}

export const AWAY = "We can't reach Storytailor just now. Please look whether you are online, and try again.";

/** "1:05" of seconds, and in words for who listens. */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
export function spoken(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return minutes ? `${many(minutes, "minute")} ${many(rest, "second")}` : many(rest, "second");
}
