/** A hero's portrait in the round: the first letter of the name until it is drawn, a ring that turns while it is. */
import { h, put } from "./dom.js";
import { isDone } from "./follow.js";
import { cloth } from "./words.js";

export function portrait(hero) {
  const node = h("span", { class: `portrait ${cloth(hero)}`, "aria-hidden": "true" });
  let shown = null;
  node.append(letter(hero));
  update(hero);
  return { node, update };

  function update(next) {
    put(node, "data-busy", !isDone(next));
    if (next.appearance_url && next.appearance_url !== shown) hang(next.appearance_url);
  }

  /** Puts the portrait in its place when it has come whole; whatever was there stays until then. */
  function hang(url) {
    shown = url;
    const image = h("img", { crossorigin: "anonymous", alt: "", width: 1024, height: 1024 });
    image.addEventListener("load", () => shown === url && node.replaceChildren(image));
    image.addEventListener("error", () => shown === url && (shown = null));
    image.src = url;
  }
}

const letter = (hero) => h("span", { class: "letter" }, [...hero.name][0].toUpperCase());
