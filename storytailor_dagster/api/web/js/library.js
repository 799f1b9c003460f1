/** The shelf: a family's books, the newest first, those in the making with how far they are; and their heroes. */
import { Away, Refusal, stories } from "./api.js";
import { file, h, icon } from "./dom.js";
import { heroRow } from "./hero_row.js";
import { keptAll } from "./kept.js";
import { askToRemove } from "./removing.js";
import { volume } from "./volume.js";

const ON_A_PAGE = 12;
const LOOK = 3_000;
/** Milliseconds between two looks at books in the making. */

export async function library(place, { page, signal }) {
  document.title = "Bookshelf · Storytailor";
  const sign = h("p", { class: "says", hidden: true, role: "status" });
  const shelf = h("ul", { class: "shelf", "aria-label": "Your books" });
  const pages = h("nav", { class: "row pages", "aria-label": "More books" });
  const head = h("div", { class: "row shelf-head" }, h("h1", { tabindex: -1 }, "Your bookshelf"), newStory());
  let heroes = null;
  place.append(head, sign);
  const show = async () => {
    const [{ data, pagination, away }, row] = await Promise.all([found(page, sign, signal), heroes ?? heroRow({ signal })]);
    if (signal.aborted) return false;
    heroes = row;
    if (!data.length) {
      if (page > 1) location.hash = "#/";
      else place.replaceChildren(empty(), heroes);
      return false;
    }
    if (!shelf.isConnected) place.append(heroes, shelf, pages);
    refresh(shelf, data, (story) => askToRemove(story, show));
    pages.replaceChildren(...turning(pagination));
    return away || data.some((story) => story.asset_generation_status.overall === "generating");
  };
  for (let busy = await show(); busy && !signal.aborted;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (!signal.aborted && !document.hidden) busy = await show().catch(passing);
  }
}

/** What was shown stays, and is looked for again. */
function passing(error) {
  if (error instanceof Away || (error instanceof Refusal && (error.status >= 500 || error.status === 429))) return true;
  throw error;
}

/** A page of books; without a network, those that are kept here. */
async function found(page, sign, signal) {
  try {
    const answer = await stories(page, ON_A_PAGE, { signal });
    sign.hidden = true;
    return answer;
  } catch (error) {
    const data = error instanceof Away ? await keptAll() : [];
    if (!data.length) throw error;
    sign.textContent = "You are not online. These books are kept on this device.";
    sign.hidden = false;
    return { data, pagination: { page: 1, totalPages: 1 }, away: true };
  }
}

const newStory = () => h("a", { class: "button", href: "#/new" }, icon("star", "full"), "New story");

function empty() {
  const picture = h("img", {
    src: file("art/shelf.webp"),
    alt: "A white bear reads in an armchair before full bookshelves.",
  });
  const words = h(
    "div",
    { class: "inside" },
    h("h1", { tabindex: -1 }, "Your shelf waits for its first book"),
    h("p", {}, "Tell us who it is for and what it is about."),
    h("p", {}, "A few minutes later there is a book with pictures, and a voice that reads it."),
    h("p", {}, newStory()),
  );
  return h("section", { class: "paper welcome empty" }, picture, words);
}

/** Puts the books on the shelf; those that have not changed stay as they are, and keep the focus. */
function refresh(shelf, data, remove) {
  const there = new Map([...shelf.children].map((item) => [item.dataset.id, item]));
  const items = data.map((story) => {
    const old = there.get(story.id);
    if (old?.dataset.revision === String(story.revision)) return old;
    const item = volume(story, remove);
    if (old?.contains(document.activeElement)) queueMicrotask(() => item.querySelector("a").focus());
    return item;
  });
  items.forEach((item, at) => shelf.children[at] === item || shelf.insertBefore(item, shelf.children[at] ?? null));
  while (shelf.children.length > items.length) shelf.lastElementChild.remove();
}

function turning({ page, totalPages }) {
  const way = (to, words) => h("a", { class: "button light-one", href: `#/?page=${to}` }, words);
  if (totalPages < 2) return [];
  return [
    page > 1 ? way(page - 1, "Newer books") : null,
    h("span", {}, `Shelf ${page} of ${totalPages}`),
    page < totalPages ? way(page + 1, "Older books") : null,
  ].filter(Boolean);
}
