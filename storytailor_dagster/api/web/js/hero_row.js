/** The heroes beside the shelf: portrait, name, and what is happening to them; each opens a card. */
import { h, put } from "./dom.js";
import { heroCard } from "./hero_card.js";
import { keptHeroes } from "./heroes.js";
import { portrait } from "./portrait.js";
import { drawn } from "./words.js";

export async function heroRow({ signal }) {
  const list = h("ul", { class: "heroes", "aria-labelledby": "heroes" });
  const node = h("section", { class: "hero-row" }, h("h2", { id: "heroes" }, "Your heroes"), list);
  const faces = new Map();
  let card = null;
  const kept = await keptHeroes({ signal, onChange, onGone });
  signal.addEventListener("abort", () => card?.close());
  for (const hero of kept.all()) add(hero);
  node.hidden = !faces.size;
  return node;

  function add(hero) {
    const one = face(hero, (now) => (card = heroCard(now, kept)));
    faces.set(hero.id, one);
    list.append(one.node);
  }

  function onChange(hero) {
    faces.get(hero.id)?.update(hero);
    card?.update(hero);
  }

  function onGone(id) {
    faces.get(id)?.node.remove();
    faces.delete(id);
    card?.gone(id);
    node.hidden = !faces.size;
  }
}

function face(hero, open) {
  let now = hero;
  const picture = portrait(hero);
  const state = h("span", { class: "hero-state" });
  const words = h("span", { class: "hero-words" }, h("span", { class: "hero-name", dir: "auto" }, hero.name), state);
  const how = { class: "hero-face", type: "button", "aria-haspopup": "dialog", onclick: () => open(now) };
  const node = h("li", {}, h("button", how, picture.node, words));
  update(hero);
  return { node, update };

  function update(next) {
    now = next;
    picture.update(next);
    state.textContent = drawn(next);
    put(state, "data-state", next.asset_generation_status.overall);
  }
}
