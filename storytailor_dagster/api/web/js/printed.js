/** The book to print: a PDF to open or keep. */
import { h, icon } from "./dom.js";

const MEGA = 1_000_000;

export function printed() {
  const size = h("p", { class: "soft" });
  const link = h("a", { class: "button", target: "_blank", rel: "noopener" }, icon("print"), "Open the book to print");
  const words = h(
    "div",
    {},
    h("h2", {}, "On real paper"),
    h("p", {}, "The whole book, with its activities, to print and to fold into small hands."),
    size,
  );
  const node = h("section", { class: "printed paper", "aria-label": "The book to print", hidden: true }, words, link);
  return {
    node,
    update(story) {
      node.hidden = !story.pdf_url || story.asset_generation_status.assets.pdf?.status !== "ready";
      if (node.hidden) return;
      link.href = story.pdf_url;
      const pages = story.pdf_pages ? `${story.pdf_pages} pages` : "PDF";
      size.textContent = story.pdf_file_size ? `${pages}, ${(story.pdf_file_size / MEGA).toFixed(1)} MB` : pages;
    },
  };
}
