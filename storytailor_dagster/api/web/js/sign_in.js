/** Signing in: by email and password where Supabase is set up, else by the address that `storytailor up` prints. */
import { file, h } from "./dom.js";
import { hasForm, signIn, takeToken } from "./session.js";

const HELLO = {
  first: [
    "Stories made to measure",
    "A story for your child, with pictures, a voice that reads it, and things to do together.",
  ],
  ended: ["Welcome back", "Your sign-in has ended. Sign in again, and go on where you were: nothing is lost."],
};

/** The form; `session.js` says when somebody has signed in. */
export function signInForm(why) {
  const [hello, words] = HELLO[why];
  const wrong = h("p", { class: "wrong", role: "alert", id: "sign-in-wrong" });
  const fields = hasForm() ? byPassword() : byAddress();
  const button = h("button", { class: "button" }, "Sign in");
  const form = h(
    "form",
    { class: "sign-in", novalidate: true },
    h("h1", { id: "sign-in-title" }, hello),
    h("p", {}, words),
    fields,
    wrong,
    button,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    const told = await tried(new FormData(form));
    button.removeAttribute("aria-disabled");
    wrong.textContent = told ?? "";
    if (told) form.querySelector("input").focus();
  });
  return form;
}

/** The landing page: what a family sees first. */
export function welcome(form) {
  const picture = h("img", {
    src: file("art/welcome.webp"),
    alt: "A girl with a lantern waves to a ship by night, a turtle at her side.",
  });
  return h("section", { class: "paper welcome" }, picture, h("div", { class: "inside" }, form));
}

function byPassword() {
  return [
    field("Email", { type: "email", name: "email", autocomplete: "username", required: true }),
    field("Password", { type: "password", name: "password", autocomplete: "current-password", required: true }),
  ];
}

function byAddress() {
  return [
    h(
      "p",
      { class: "says" },
      "On this computer, open the address that ",
      h("code", {}, "storytailor up"),
      " prints: it signs you in. Or paste it here.",
    ),
    field("Address or token", { type: "text", name: "token", autocomplete: "off", spellcheck: "false" }),
  ];
}

function field(label, attributes) {
  const id = `sign-in-${attributes.name}`;
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    h("input", { id, "aria-describedby": "sign-in-wrong", ...attributes }),
  );
}

/** What went wrong; null where somebody is signed in. */
async function tried(data) {
  if (!hasForm())
    return takeToken(data.get("token"))
      ? null
      : "This is no token. It begins with “eyJ”, or stands behind “#token=” in the address.";
  try {
    await signIn(data.get("email"), data.get("password"));
    return null;
  } catch (error) {
    if (error instanceof TypeError) return "We can't reach the place where you sign in. Are you online?";
    if (error.message === "busy") return "That was a little often. Please wait a moment.";
    return "This email and password don't go together. Please look again.";
  }
}
