/** The voice: playing, seeking, its speed. Which word is lit is `glow.js`; what is written below it, `captions.js`. */
import { captionsOf } from "./captions.js";
import { h, icon } from "./dom.js";
import { glow } from "./glow.js";
import { clock, spoken } from "./words.js";

const STEP = 5;
/** Seconds that an arrow goes. */
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEPS = 1000;
const EVENTS = ["play", "pause", "ended", "timeupdate", "seeked", "loadedmetadata"];
const SILENT = "The voice can't be reached just now.";

export function narration(signal) {
  const audio = h("audio", { crossorigin: "anonymous", preload: "metadata" });
  const captions = captionsOf(audio);
  const play = h("button", { class: "play", type: "button", onclick: toggle });
  const seek = h("input", {
    type: "range",
    min: 0,
    max: STEPS,
    value: 0,
    "aria-label": "Place in the story",
    oninput: () => goTo((seek.value / STEPS) * length(), false),
  });
  const time = h("span", { class: "time", "aria-hidden": "true" });
  const speed = h(
    "select",
    { "aria-label": "Speed", onchange: () => (audio.playbackRate = Number(speed.value)) },
    SPEEDS.map((one) => h("option", { value: one, selected: one === 1 }, `${one}×`)),
  );
  const along = h(
    "button",
    { class: "button light-one small along", type: "button", hidden: true, onclick: () => light.follow() },
    "Follow along",
  );
  const bar = h("div", { class: "bar" }, play, seek, time, speed, captions.button);
  const inside = [along, captions.line, bar, audio];
  const node = h("section", { class: "player", "aria-label": "Read aloud", hidden: true }, inside);
  const light = glow(audio, (isFollowing) => (along.hidden = isFollowing || audio.paused), signal);
  let known = null;
  let seconds = 0;

  for (const event of EVENTS) audio.addEventListener(event, show);
  audio.addEventListener("error", () => captions.say(SILENT));
  document.addEventListener("keydown", keys, { signal });
  signal.addEventListener("abort", () => {
    audio.pause();
    document.body.classList.remove("has-player");
  });

  return { node, update, goTo, tells: light.tells };

  function update(story) {
    node.hidden = !story.audio_url;
    document.body.classList.toggle("has-player", !node.hidden);
    if (!story.audio_url || story.audio_url === known) return;
    known = story.audio_url;
    seconds = story.audio_duration ?? 0;
    captions.update(story);
    audio.src = known;
    show();
  }

  function length() {
    return Number.isFinite(audio.duration) ? audio.duration : seconds;
  }

  function toggle() {
    if (!audio.paused) return audio.pause();
    light.follow();
    return audio.play().catch(() => captions.say(SILENT));
  }

  /** Goes to a time; from a word it also begins to speak. */
  function goTo(at, speaks = true) {
    audio.currentTime = at;
    if (speaks && audio.paused) toggle();
    else light.follow();
    show();
  }

  function show() {
    const isPlaying = !audio.paused && !audio.ended;
    const words = isPlaying ? "Pause" : "Play";
    if (play.getAttribute("aria-label") !== words) {
      play.setAttribute("aria-label", words);
      play.replaceChildren(icon(isPlaying ? "pause" : "play", "full"));
    }
    const part = length() ? audio.currentTime / length() : 0;
    if (document.activeElement !== seek || isPlaying) seek.value = Math.round(part * STEPS);
    seek.style.setProperty("--played", `${part * 100}%`);
    seek.setAttribute("aria-valuetext", `${spoken(audio.currentTime)} of ${spoken(length())}`);
    time.textContent = `${clock(audio.currentTime)} / ${clock(length())}`;
    if (!isPlaying) along.hidden = true;
  }

  function keys(event) {
    const { target, key } = event;
    const isOurs = !(event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey);
    if (!isOurs || node.hidden || target.closest("input, textarea, select, dialog")) return;
    if (key === " " && !target.closest("button, a, summary")) toggle();
    else if (key === "ArrowRight") goTo(Math.min(audio.currentTime + STEP, length()), false);
    else if (key === "ArrowLeft") goTo(Math.max(audio.currentTime - STEP, 0), false);
    else return;
    event.preventDefault();
  }
}
