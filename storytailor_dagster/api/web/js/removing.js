/** Deleting a book, after a question. What is kept of it on this device goes with it. */
import { remove } from "./api.js";
import { ask } from "./asking.js";
import { say } from "./dom.js";
import { forget } from "./kept.js";
import { titled } from "./words.js";

export function askToRemove(story, then) {
  ask({
    title: "Take this book off the shelf?",
    words: `“${titled(story)}” is deleted for good, with its pictures and its voice, here and wherever it is kept.`,
    yes: "Delete it",
    no: "Keep it",
    isGrave: true,
    act: async () => {
      await remove(story.id);
      await forget(story.id);
      say(`“${titled(story)}” is deleted.`);
      await then();
    },
  });
}
