/** A question in a dialog: words, maybe a note to write, and two ways out. It stays while the answer is on its way. */
import { Away, Refusal } from "./api.js";
import { h } from "./dom.js";
import { AWAY, refused } from "./words.js";

/** @param {{title, words, yes, no, act: (note: string) => Promise, note?: {label, hint, longest}, isGrave?}} of */
export function ask({ title, words, yes, no, act, note = null, isGrave = false }) {
  const text = note && h("textarea", { id: "ask-note", maxlength: note.longest, placeholder: note.hint, dir: "auto" });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const go = h("button", { class: `button ${isGrave ? "grave" : ""}` }, yes);
  const stay = h("button", { class: "button light-one", type: "button", onclick: () => dialog.close() }, no);
  const form = h(
    "form",
    { onsubmit: send },
    h("h2", { id: "ask-title" }, title),
    h("p", { dir: "auto" }, words),
    note && h("div", { class: "field" }, h("label", { for: "ask-note" }, note.label), text),
    wrong,
    h("div", { class: "row" }, isGrave ? [stay, go] : [go, stay]),
  );
  const dialog = h("dialog", { "aria-labelledby": "ask-title" }, form);
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    (before?.isConnected ? before : document.querySelector("main h1"))?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();

  async function send(event) {
    event.preventDefault();
    if (go.getAttribute("aria-disabled")) return;
    go.setAttribute("aria-disabled", "true");
    try {
      await act(text?.value.trim() ?? "");
      dialog.close();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Away)) throw error;
      wrong.textContent = error instanceof Away ? AWAY : refused(error);
      go.removeAttribute("aria-disabled");
    }
  }
}
