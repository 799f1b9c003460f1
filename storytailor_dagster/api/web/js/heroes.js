/** The heroes that a family has kept, the newest first; each is followed while the portrait is drawn. */
import { Away, heroes, hero as read } from "./api.js";
import { say } from "./dom.js";
import { HERO, follow, isDone } from "./follow.js";

const LINES = 3;
/** How many are followed at once: a browser has six lines to a server, and the page needs the others. */

/** @param {{signal: AbortSignal, onChange?: Function, onGone?: Function}} calls with a hero, and with the id of one */
export async function keptHeroes({ signal, onChange = () => {}, onGone = () => {} }) {
  const known = new Map((await found(signal)).map((hero) => [hero.id, hero]));
  const followed = new Set();
  watch();
  return { all, know, lose, again };

  function all() {
    return [...known.values()].sort((one, other) => other.created_at.localeCompare(one.created_at));
  }

  function know(hero) {
    const before = known.get(hero.id);
    known.set(hero.id, hero);
    if (before && !isDone(before) && hero.asset_generation_status.overall === "ready")
      say(`The portrait of ${hero.name} is ready.`);
    onChange(hero);
    watch();
  }

  function lose(id) {
    known.delete(id);
    onGone(id);
  }

  /** Looks at a hero who was asked to be drawn again. */
  async function again(id) {
    know(await read(id, { signal }));
  }

  function watch() {
    for (const hero of known.values())
      if (followed.size < LINES && !isDone(hero) && !followed.has(hero.id)) line(hero);
  }

  async function line(hero) {
    followed.add(hero.id);
    await follow(HERO, hero, { onChange: know, onGone: () => lose(hero.id), signal });
    followed.delete(hero.id);
    if (!signal.aborted) watch();
  }
}

/** Without a network nobody: heroes are for new stories, and those need one. */
async function found(signal) {
  try {
    return await heroes({ signal });
  } catch (error) {
    if (error instanceof Away) return [];
    throw error;
  }
}
