/** Asking the API. A sign-in that ended is waited for and the question asked again, so that nothing typed is lost. */
import { ended, token } from "./session.js";

const PATIENCE = 10;
/** Seconds that a question waits at most where the server says when to come back. */

/** The API said no: a `code` for the page, a sentence for people. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Nobody answered: the network is gone, or the server is. */
export class Away extends Error {}

/** The whole answer `{data, pagination}`, or, with `stream`, the response itself. */
export async function ask(path, { method = "GET", body, headers = {}, signal, stream = false } = {}) {
  for (let tries = 0; ; tries += 1) {
    const answer = await send(path, { method, body, headers, signal });
    if (answer.status === 401 && tries < 3) continue;
    if (stream && answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    const wait = Number(answer.headers.get("retry-after"));
    const isBusy = [429, 503].includes(answer.status) && method === "GET" && wait > 0 && wait <= PATIENCE;
    if (!isBusy || tries > 2) throw new Refusal(answer.status, told.code ?? "REQUEST_FAILED", told.error ?? "");
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

async function send(path, { method, body, headers, signal }) {
  if (!navigator.onLine) throw new Away("There is no network.");
  try {
    const bearer = await token();
    const answer = await fetch(path, {
      method,
      signal,
      cache: "no-store",
      headers: {
        Authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.status === 401) ended(bearer);
    return answer;
  } catch (error) {
    if (error instanceof TypeError) throw new Away("Nobody answers.");
    throw error;
  }
}

const STORIES = "/api/v1/stories";

export const stories = (page, limit, options) => ask(`${STORIES}?page=${page}&limit=${limit}`, options);
export const story = async (id, options) => (await ask(`${STORIES}/${id}`, options)).data;
export const remove = (id) => ask(`${STORIES}/${id}`, { method: "DELETE" });
export const retry = (id, part) => ask(`${STORIES}/${id}/assets/${part}/retry`, { method: "POST" });
export const choices = async (options) => (await ask("/api/v1/story-types", options)).data;

export const regenerate = (id, part, note) =>
  ask(`${STORIES}/${id}/assets/${part}/regenerate`, { method: "POST", body: note ? { note } : {} });

export const request = async (body, key) =>
  (await ask(STORIES, { method: "POST", body, headers: { "Idempotency-Key": key } })).data;

const HEROES = "/api/v1/characters";
const MOST = 100;
/** How many heroes are offered: those kept last. */

export const heroes = async (options) => (await ask(`${HEROES}?limit=${MOST}`, options)).data;
export const hero = async (id, options) => (await ask(`${HEROES}/${id}`, options)).data;
export const removeHero = (id) => ask(`${HEROES}/${id}`, { method: "DELETE" });
export const redraw = (id, note) => ask(`${HEROES}/${id}/assets`, { method: "POST", body: note ? { note } : {} });

export const keepHero = async (body, key) =>
  (await ask(HEROES, { method: "POST", body, headers: { "Idempotency-Key": key } })).data;
