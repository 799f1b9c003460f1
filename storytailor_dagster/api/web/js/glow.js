/** The word that is being spoken is lit, and comes gently into view, unless the reader has scrolled elsewhere. */
import { isStill } from "./dom.js";

const LINGER = 1;
/** Seconds that a word stays lit after it was spoken, where no other follows. */
const ROOM = { above: 90, below: 210 };
/** Pixels at the window's edges in which a lit word counts as out of view: the player lies below. */
const SCROLLS = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];

/** The place of the word under way at a time, in words ordered by their `start`; -1 before the first. */
export function under(words, time) {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle].start <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @param {(isFollowing: boolean) => void} onFollow told whenever the page begins or stops to go along */
export function glow(audio, onFollow, signal) {
  const passages = new Map();
  let words = [];
  let lit = null;
  let isFollowing = true;
  let frame = 0;

  for (const event of ["play", "seeked", "pause", "ended"]) audio.addEventListener(event, run);
  for (const event of ["wheel", "touchmove"]) addEventListener(event, () => follow(false), { signal, passive: true });
  addEventListener("keydown", (event) => SCROLLS.includes(event.key) && follow(false), { signal });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));

  return { tells, follow: () => follow(true) };

  /** The words of a passage, whenever they change. */
  function tells(at, told) {
    passages.set(at, told);
    words = [...passages.keys()].sort().flatMap((key) => passages.get(key));
    run();
  }

  function run() {
    cancelAnimationFrame(frame);
    show();
    if (!audio.paused && !audio.ended) frame = requestAnimationFrame(run);
  }

  function show() {
    const time = audio.currentTime;
    const isSilent = audio.ended || (audio.paused && time === 0);
    const word = isSilent ? undefined : words[under(words, time)];
    const next = word && time < word.end + LINGER ? word.place : null;
    if (next === lit) return;
    lit?.classList.remove("lit");
    next?.classList.add("lit");
    lit = next;
    if (isFollowing && !audio.paused) intoView();
  }

  function intoView() {
    if (!lit) return;
    const { top, bottom } = lit.getBoundingClientRect();
    if (top > ROOM.above && bottom < innerHeight - ROOM.below) return;
    lit.scrollIntoView({ block: "center", behavior: isStill() ? "auto" : "smooth" });
  }

  function follow(does) {
    // A scroll of ours that is still under way would win over the reader's.
    if (isFollowing && !does && !audio.paused) scrollTo({ top: scrollY, behavior: "instant" });
    isFollowing = does;
    onFollow(does);
    if (does && !audio.paused) intoView();
  }
}
