/** Sending what was asked for: the hero first, where they are to be kept, then the story. */
import { keepHero, request } from "./api.js";

/** @returns sends a form's body; an error of the hero has `isOfHero`, one of the story the hero `kept` before it */
export function sender() {
  const [heroes, stories] = [once(keepHero), once(request)];
  return async ({ keep, ...body }) => {
    if (!keep) return stories(body);
    const { hero = {}, ...story } = body;
    // A hero who is to be kept has a name; and is as old as the listener, as in a single story, unless it is said.
    const kept = await heroes({ age: body.childAge, ...hero, name: hero.name ?? "" }).catch((error) => {
      throw Object.assign(error, { isOfHero: true });
    });
    return stories({ ...story, characterId: kept.id }).catch((error) => {
      throw Object.assign(error, { kept });
    });
  };
}

/** The same words are the same thing: a second tap, or a second try after a cut, makes no second one. */
function once(send) {
  let [key, sent] = [null, null];
  return async (body) => {
    const words = JSON.stringify(body);
    if (words !== sent) [key, sent] = [crypto.randomUUID(), words];
    try {
      return await send(body, key);
    } catch (error) {
      if (error.code === "IDEMPOTENCY_KEY_REUSED") sent = null;
      throw error;
    }
  };
}
