/** Captions on demand: a line of the page's own, since an audio element shows none. */
import { h, icon, put } from "./dom.js";

export function captionsOf(audio) {
  const line = h("p", { class: "caption", dir: "auto", hidden: true });
  const names = { "aria-label": "Captions", title: "Captions", "aria-pressed": "false" };
  const button = h("button", { class: "toggle", type: "button", ...names, onclick: turn }, icon("captions"));
  let isOn = false;

  return { button, line, update, say };

  /** The captions of a story, in the place of what was there. */
  function update(story) {
    const language = story.content?.metadata?.language ?? "en";
    const track = h("track", { kind: "captions", label: "Captions", srclang: language, src: story.webvtt_url });
    audio.replaceChildren(...(story.webvtt_url ? [track] : []));
    button.hidden = !story.webvtt_url;
    track.track.oncuechange = spell;
    show();
  }

  function turn() {
    isOn = !isOn;
    put(button, "aria-pressed", String(isOn));
    show();
  }

  function show() {
    for (const track of audio.textTracks) track.mode = isOn ? "hidden" : "disabled";
    line.hidden = !isOn;
    spell();
  }

  /** The line that is spoken; the stamps within it are left out. */
  function spell() {
    const cues = [...(audio.textTracks[0]?.activeCues ?? [])];
    line.textContent = cues.map((cue) => cue.getCueAsHTML().textContent).join(" ") || "…";
  }

  /** Something else that has to be said here. */
  function say(words) {
    line.hidden = false;
    line.textContent = words;
  }
}
