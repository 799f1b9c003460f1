/** Elements without markup: what is a text stays a text, whoever wrote it. */
import { PATHS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element; attributes that are null or false are left out, `on…` are listeners, children that are null too. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) put(element, key, value);
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

export function put(element, key, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(key);
  else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else element.setAttribute(key, value === true ? "" : value);
}

/** A small drawing that says nothing to who can't see it: words stand beside it. */
export function icon(name, kind = "") {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", PATHS[name] ?? PATHS.book);
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon ${kind}`);
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(line);
  return drawing;
}

/** Where a page's file lies: beside this one. */
export const file = (path) => new URL(`../${path}`, import.meta.url).pathname;

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const SAID_FOR = 10_000;
/** Milliseconds for which what was said can be found. */

/** Tells who listens instead of looking, after whatever is being said. */
export function say(words) {
  const line = h("p", {}, words);
  document.getElementById("said").append(line);
  setTimeout(() => line.remove(), SAID_FOR);
}
