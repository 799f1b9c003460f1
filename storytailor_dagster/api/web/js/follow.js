/**
 * A story's or hero's changes as they happen: server-sent events read by fetch, which can send a token; after a cut
 * from where it was; and where events don't come through, by asking how far the parts are.
 */
import { Away, Refusal, ask, hero, story } from "./api.js";

const SILENCE = 40_000;
/** Milliseconds without a byte after which a line counts as cut; the server gives a sign of life every 15 s. */
const FIRST = 8_000;
/** Milliseconds in which the first event has to come. */
const POLL = 3_000;
const GIVEN_UP = 3;
/** Lines in a row that brought nothing, after which the status is asked for instead, and a line tried now and then. */
const DONE = ["ready", "partial", "failed"];

/** What can be followed: where it is, its event's name, how it is read, and how far its parts are. */
export const STORY = {
  path: "/api/v1/stories",
  event: "story",
  read: story,
  progress: async (id, options) => (await ask(`/api/v1/stories/${id}/assets/status`, options)).data,
  /** The events leave out the text and its words: they are read when they are new. */
  isFresh: (known, told) => ["content", "audio"].some((part) => done(told, part) !== done(known, part)),
};
export const HERO = {
  path: "/api/v1/characters",
  event: "character",
  read: hero,
  progress: async (id, options) => (await hero(id, options)).asset_generation_status,
  isFresh: () => false,
};

export const isDone = (subject) => DONE.includes(subject.asset_generation_status.overall);

/**
 * Calls `onChange` with the whole subject after each change, until it is done or the signal says stop.
 * @param {object} kind `STORY` or `HERO`
 * @param {object} subject what is known of it so far
 * @param {{onChange: Function, onGone: Function, signal: AbortSignal}} calls
 */
export async function follow(kind, subject, { onChange, onGone, signal }) {
  let known = subject;
  const hear = async (told) => {
    const isWhole = told.revision !== Infinity && !kind.isFresh(known, told);
    known = isWhole ? { ...known, ...told } : await kind.read(known.id, { signal });
    onChange(known);
  };
  for (let fails = 0; !signal.aborted && !isDone(known);) {
    const asks = fails >= GIVEN_UP && fails % 10 > 0;
    try {
      const heard = asks ? await poll(kind, known, hear, signal) : await listen(kind, known, hear, signal);
      if (heard === "gone") return onGone();
      fails = heard ? 0 : fails + 1;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (error instanceof Refusal && error.status === 404) return onGone();
      if (!(error instanceof Refusal || error instanceof Away || error.name === "AbortError")) throw error;
      // Who answers, but not with events, will not do so in a second either.
      fails = error instanceof Refusal && fails < GIVEN_UP ? GIVEN_UP : fails + 1;
    }
    await pause(fails < GIVEN_UP ? 500 * 2 ** fails : POLL, signal);
  }
  return undefined;
}

/** Reads events until the line ends; whether any came, or `gone`. */
async function listen(kind, known, hear, signal) {
  const line = new AbortController();
  const stop = () => line.abort();
  signal.addEventListener("abort", stop);
  addEventListener("offline", stop);
  let clock = setTimeout(stop, FIRST);
  let heard = false;
  try {
    const headers = { "Last-Event-ID": String(known.revision), Accept: "text/event-stream" };
    const answer = await ask(`${kind.path}/${known.id}/events`, { headers, signal: line.signal, stream: true });
    if (answer.status === 204) {
      await hear({ revision: Infinity });
      return true;
    }
    for await (const { event, data } of events(answer.body)) {
      clearTimeout(clock);
      clock = setTimeout(stop, SILENCE);
      heard = true;
      if (event === "gone") return "gone";
      if (event === kind.event) await hear(JSON.parse(data));
    }
    return heard;
  } finally {
    clearTimeout(clock);
    signal.removeEventListener("abort", stop);
    removeEventListener("offline", stop);
  }
}

/** Server-sent events (HTML, section 9.2), comments included as events without a name. */
async function* events(body) {
  let text = "";
  for await (const piece of unbroken(body)) {
    text += piece;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const found = { event: "", data: "" };
      for (const line of block.split("\n")) {
        const [, name, value] = line.match(/^(\w+): ?(.*)$/) ?? [];
        if (name in found) found[name] += value;
      }
      yield found;
    }
  }
}

/** The pieces of a stream as texts. By a reader: not every browser can be looped over. */
async function* unbroken(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } catch (error) {
    throw error instanceof TypeError ? new Away("The line was cut.") : error;
  }
}

async function poll(kind, known, hear, signal) {
  const { assets } = await kind.progress(known.id, { signal });
  const isNew = JSON.stringify(assets) !== JSON.stringify(known.asset_generation_status.assets);
  if (isNew) await hear({ revision: Infinity });
  return false;
}

const done = (subject, part) => subject.asset_generation_status?.assets[part]?.completedAt ?? null;

/** Waits, but not longer than until the network is back, or nobody looks any more. */
const pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true, signal });
    signal.addEventListener("abort", resolve, { once: true });
  });
