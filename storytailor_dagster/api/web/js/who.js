/** Who the story is about: one of the heroes that the family has kept, as portraits, or somebody new. */
import { h, icon } from "./dom.js";
import { only, options } from "./fields.js";
import { isDone } from "./follow.js";
import { keptHeroes } from "./heroes.js";
import { portrait } from "./portrait.js";
import { somebodyFields } from "./somebody.js";

const NOBODY = "";
/** What stands for somebody new: an answer that is not sent. */

export async function whoFields(told, signal) {
  const anew = somebodyFields(told);
  const node = h("fieldset", { class: "paper" }, h("legend", {}, h("h2", {}, "Who is the hero?")), anew);
  let faces = new Map();
  let field = null;
  const kept = await keptHeroes({ signal, onChange: (hero) => faces.get(hero.id)?.update(hero) });
  if (kept.all().length) offer();
  node.addEventListener("restored", show);
  node.addEventListener("change", (event) => event.target.name === "characterId" && show());
  show();
  return { node, choose, keep };

  /** Chooses one of them, as if it had been tapped; nothing happens where there is no such hero. */
  function choose(id) {
    const input = [...node.querySelectorAll("[name=characterId]")].find((one) => one.value === id);
    if (input) input.checked = true;
    show();
  }

  /** Somebody new was kept, though there is no story yet: from now on they are one of these, and chosen. */
  function keep(hero) {
    kept.know(hero);
    anew.querySelector("[name=keep]").checked = false;
    anew.dispatchEvent(new Event("restored"));
    offer();
    choose(hero.id);
  }

  function offer() {
    faces = new Map(kept.all().map((hero) => [hero.id, face(hero)]));
    const all = kept.all().map((hero) => ({ value: hero.id, inside: faces.get(hero.id).node }));
    const plus = h("span", { class: "portrait anew" }, icon("anew"));
    const somebody = { value: NOBODY, inside: [plus, h("span", { class: "hero-name" }, "Somebody new")] };
    const next = options("characterId", "Who is the hero?", [...all, somebody], {
      kind: "portraits",
      chosen: NOBODY,
      isUnseen: true,
      inside: (choice) => choice.inside,
    });
    if (field) field.replaceWith(next);
    else anew.before(next);
    field = next;
  }

  function show() {
    const chosen = node.querySelector("[name=characterId]:checked")?.value ?? NOBODY;
    only([anew], () => chosen === NOBODY);
  }
}

function face(hero) {
  const picture = portrait(hero);
  const state = h("span", { class: "unseen" });
  const node = [picture.node, h("span", { class: "hero-name", dir: "auto" }, hero.name), state];
  update(hero);
  return { node, update };

  function update(next) {
    picture.update(next);
    state.textContent = isDone(next) ? "" : " (being drawn)";
  }
}
