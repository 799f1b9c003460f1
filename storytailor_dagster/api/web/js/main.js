/** The page's beginning: who is signed in, which view is shown, and the way between them. */
import { Away, Refusal } from "./api.js";
import { book } from "./book.js";
import { h, say } from "./dom.js";
import { belongsTo, forgetAll } from "./kept.js";
import { library } from "./library.js";
import { light } from "./light.js";
import { current, leave, readConfig, signedIn, takeToken, tokenInAddress, whenNeeded } from "./session.js";
import { signInForm, welcome } from "./sign_in.js";
import { AWAY, refused } from "./words.js";
import { writing } from "./writing.js";

const main = document.getElementById("main");
const ways = document.getElementById("ways");
let view = new AbortController();

/** A fresh view for the address (`#/?page=2`, `#/new?hero=<id>`, `#/story/<id>`); none while somebody is to sign in. */
async function show({ first = false } = {}) {
  if (main.querySelector(".sign-in") && !current()) return;
  view.abort();
  view = new AbortController();
  const { signal } = view;
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  const [, place, id] = path.split("/");
  light(null);
  ways.hidden = false;
  for (const way of ways.querySelectorAll("a")) {
    if (way.hash === (place === "new" ? "#/new" : "#/") && place !== "story") way.setAttribute("aria-current", "page");
    else way.removeAttribute("aria-current");
  }
  main.replaceChildren();
  scrollTo(0, 0);
  const asked = new URLSearchParams(query);
  try {
    if (place === "story" && id) await book(main, { id, signal });
    else if (place === "new") await writing(main, { hero: asked.get("hero"), signal });
    else await library(main, { page: Number(asked.get("page")) || 1, signal });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Refusal || error instanceof Away)) throw error;
    main.replaceChildren(sorry(error));
  }
  if (!first && !signal.aborted) main.querySelector("h1")?.focus({ preventScroll: true });
}

function sorry(error) {
  const words = error instanceof Away ? AWAY : refused(error);
  const again = h("button", { class: "button", type: "button", onclick: () => show() }, "Try again");
  return h("section", { class: "paper note" }, h("h1", { tabindex: -1 }, "Just a moment"), h("p", {}, words), again);
}

/** Asks somebody to sign in: on the landing page, or over whatever is being done. */
async function needed(why) {
  const before = current()?.user;
  const form = signInForm(why);
  const over = h("dialog", { "aria-labelledby": "sign-in-title", oncancel: (event) => event.preventDefault() });
  if (why === "first") {
    ways.hidden = true;
    main.replaceChildren(welcome(form));
    document.title = "Storytailor";
  } else {
    over.append(form);
    document.body.append(over);
    over.showModal();
  }
  await signedIn();
  over.remove();
  await belongsTo(current().user);
  if (before && before !== current().user) return startAnew();
  if (why === "ended") return say("You are signed in again.");
  return show();
}

/** For somebody else than before: nothing of what was shown stays. */
function startAnew() {
  history.replaceState(null, "", "/#/");
  location.reload();
}

async function signOut() {
  view.abort();
  main.replaceChildren();
  await Promise.all([leave(), forgetAll()]);
  location.replace("/");
}

/** Lets the page and its books be read without a network. */
function keepPage() {
  const rule = window.trustedTypes?.createPolicy("storytailor", { createScriptURL: (url) => url });
  navigator.serviceWorker?.register(rule ? rule.createScriptURL("/sw.js") : "/sw.js", { scope: "/" });
}

whenNeeded(needed);
const given = tokenInAddress();
document.getElementById("leave").addEventListener("click", signOut);
document.getElementById("skip").addEventListener("click", () => main.focus());
addEventListener("hashchange", async (event) => {
  const before = current()?.user;
  const token = tokenInAddress(new URL(event.oldURL).hash || "#/");
  if (!token) await show();
  else if (takeToken(token) && before && before !== current().user) await belongsTo(current().user).then(startAnew);
});
// A page that the browser put aside before somebody signed out shows nothing of theirs when it comes back.
addEventListener("pageshow", (event) => event.persisted && !current() && location.reload());
await readConfig().catch(() => {});
if (given) takeToken(given);
if (current()) await belongsTo(current().user);
keepPage();
await show({ first: true });
