/* Beneath the page: keeps its files, so that it opens without a network, and hands out what kept.js has put aside.
   VERSION and SHELL are written above this line by the server. */
const SHELL_CACHE = `shell-${VERSION}`;
const ASKED_ANEW = ["/", "/config.json"];
const MEDIA = ["image", "audio", "video", "track"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      .then((cache) => cache.addAll([...ASKED_ANEW, ...SHELL]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidied().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === location.origin;
  if (request.method !== "GET") return;
  if (isOurs && ASKED_ANEW.includes(url.pathname)) event.respondWith(newest(url.pathname, request));
  else if (isOurs && url.pathname.startsWith("/web/")) event.respondWith(fromShell(request));
  else if (MEDIA.includes(request.destination)) event.respondWith(fromStory(request));
});

async function tidied() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE).map((name) => caches.delete(name)),
  );
}

/** The network's answer; without a network, or where the server is away, the last one. */
async function newest(path, request) {
  const cache = await caches.open(SHELL_CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer.ok ? answer : ((await cache.match(path)) ?? answer);
  } catch (error) {
    const last = await cache.match(path);
    if (last) return last;
    throw error;
  }
}

async function fromShell(request) {
  return (await (await caches.open(SHELL_CACHE)).match(request)) ?? fetch(request);
}

/** A picture, a sound or captions: kept ones first, since an object never changes. */
async function fromStory(request) {
  const found = await caches.match(request.url);
  if (!found) return fetch(request);
  const range = request.headers.get("range");
  return range ? part(found, range) : found;
}

/** A part of a kept sound (RFC 9110, section 14): players ask in ranges and can't seek in anything else. */
async function part(answer, range) {
  const whole = await answer.blob();
  const [, from, to] = range.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  const first = from ? Number(from) : Math.max(whole.size - Number(to), 0);
  const last = from && to ? Math.min(Number(to), whole.size - 1) : whole.size - 1;
  if (range.includes(",") || !(first <= last)) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  }
  return new Response(whole.slice(first, last + 1), {
    status: 206,
    headers: {
      "Content-Type": answer.headers.get("content-type") ?? "",
      "Content-Range": `bytes ${first}-${last}/${whole.size}`,
      "Content-Length": String(last - first + 1),
      "Accept-Ranges": "bytes",
    },
  });
}
