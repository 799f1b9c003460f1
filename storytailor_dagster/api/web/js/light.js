/** The story's own colours as the page's light: of the cover, then of whichever picture is being read. */
const KEYS = {
  cover: "coverHex",
  scene_1: "sceneAHex",
  scene_2: "sceneBHex",
  scene_3: "sceneCHex",
  scene_4: "sceneDHex",
};
const COLOUR = /^#[0-9a-f]{6}$/i;

/** Lights the page with a picture's colours; without any it has its own. */
export function light(colours, part = "cover") {
  const root = document.documentElement.style;
  for (const number of [1, 2, 3]) {
    const colour = colours?.[`${KEYS[part]}${number}`] ?? colours?.[`${KEYS.cover}${number}`];
    if (COLOUR.test(colour ?? "")) root.setProperty(`--light-${number}`, colour);
    else root.removeProperty(`--light-${number}`);
  }
}

/** Follows the reader: the part in the middle of the window gives the light. Returns what to call when colours come. */
export function followLight(places, colours, signal) {
  let part = "cover";
  const shine = () => light(colours(), part);
  const watcher = new IntersectionObserver(
    (seen) => {
      part = places.get(seen.findLast((one) => one.isIntersecting)?.target) ?? part;
      shine();
    },
    { rootMargin: "-45% 0px -45% 0px" },
  );
  for (const place of places.keys()) watcher.observe(place);
  signal.addEventListener("abort", () => (watcher.disconnect(), light(null)));
  return shine;
}
