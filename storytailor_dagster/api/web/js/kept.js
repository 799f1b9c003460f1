/**
 * Books kept on this device, to be read without a network: one cache for each, with its row, pictures, sound and
 * captions. They belong to one family: another who signs in finds none, and signing out takes all away.
 */
const OWNER = "storytailor.keeps";
const PREFIX = "story-";
const cacheOf = (id) => `${PREFIX}${id}`;
const row = (id) => `/api/v1/stories/${id}`;

/** Whatever is kept for somebody else is removed. */
export async function belongsTo(user) {
  if (localStorage.getItem(OWNER) === user) return;
  await forgetAll();
  localStorage.setItem(OWNER, user);
}

/** Keeps a finished book; whether all of it is here. */
export async function keep(story) {
  const urls = [story.cover_art_url, ...(story.scene_art_urls ?? []), story.audio_url, story.webvtt_url].filter(
    Boolean,
  );
  try {
    const cache = await caches.open(cacheOf(story.id));
    const known = (await cache.keys()).map((request) => request.url);
    const missing = urls.filter((url) => !known.includes(url));
    for (const url of missing) await cache.add(new Request(url, { mode: "cors", credentials: "omit" }));
    const old = known.filter((url) => !urls.includes(url) && !url.endsWith(row(story.id)));
    await Promise.all(old.map((url) => cache.delete(url)));
    await cache.put(row(story.id), new Response(JSON.stringify(story)));
    return true;
  } catch (error) {
    // No room, or no network: the book is read all the same, it is only not kept.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

/** A kept story; null where it is not kept. */
export async function kept(id) {
  const found = (await caches.has(cacheOf(id))) && (await (await caches.open(cacheOf(id))).match(row(id)));
  return found ? found.json() : null;
}

/** All that are kept, the newest first. */
export async function keptAll() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const found = await Promise.all(names.map((name) => kept(name.slice(PREFIX.length))));
  return found.filter(Boolean).sort((one, other) => other.created_at.localeCompare(one.created_at));
}

export const forget = (id) => caches.delete(cacheOf(id));

export async function forgetAll() {
  localStorage.removeItem(OWNER);
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
}
