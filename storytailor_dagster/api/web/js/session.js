/**
 * Who is signed in, and until when. A token from the address lives in this tab; what Supabase gives lives on this
 * device, and is renewed before it ends. Whoever needs a token waits here until somebody has signed in.
 */
const KEY = "storytailor.session";
const EARLY = 60;
/** Seconds before its end at which a token is renewed, at most. */
const now = () => Date.now() / 1000;

const REFUSED = [400, 401, 403, 422];
/** What Supabase says to who may not come in; whatever else it says may pass. */
let config = null;
let asks = async () => {};
let asking = null;

/** @param {(why: "first" | "ended") => Promise<void>} signIn asks somebody to sign in; resolves when they have */
export function whenNeeded(signIn) {
  asks = signIn;
}

export async function readConfig() {
  const answer = await fetch("/config.json");
  if (!answer.ok) throw new TypeError("Nobody says how to sign in here.");
  config = await answer.json();
}

export const hasForm = () => Boolean(config?.supabaseUrl);

export function current() {
  const kept = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
  return kept ? JSON.parse(kept) : null;
}

/** Takes `#token=…` out of the address, puts `place` there, and returns the token; null where there was none. */
export function tokenInAddress(place = "#/") {
  const found = location.hash.match(/^#token=([^&]+)/);
  if (found) history.replaceState(null, "", `${location.pathname}${place}`);
  return found ? found[1] : null;
}

/** Resolves when somebody has signed in, however they did. */
export const signedIn = () => new Promise((resolve) => addEventListener(KEY, resolve, { once: true }));

/**
 * Signs in by a token; false where it is none. With Supabase nobody does: a link could sign a family in as a stranger.
 * @param {string} text a token, or an address that holds one
 */
export function takeToken(text) {
  const token = text.trim().split("#token=").pop();
  const claims = read(token);
  if (!claims || !config || hasForm()) return false;
  sessionStorage.setItem(KEY, JSON.stringify({ token, until: claims.exp, user: claims.sub, refresh: null }));
  dispatchEvent(new Event(KEY));
  return true;
}

export async function signIn(email, password) {
  await grant("password", { email, password });
}

/** Forgets who is signed in, here and at Supabase. */
export async function leave() {
  const session = current();
  sessionStorage.clear();
  localStorage.removeItem(KEY);
  if (!session?.refresh || !config) return;
  const headers = { apikey: config.supabaseKey, Authorization: `Bearer ${session.token}` };
  await fetch(`${config.supabaseUrl}/auth/v1/logout`, { method: "POST", headers }).catch(() => {});
}

/** A token that still holds; waits for somebody to sign in where there is none. */
export async function token() {
  for (;;) {
    const session = current();
    if (session && session.until > now()) return session.token;
    if (!config) await readConfig();
    if (session?.refresh && (await renewed(session))) continue;
    asking ??= asks(session ? "ended" : "first").finally(() => (asking = null));
    await asking;
  }
}

/** The server no longer believes this token: it counts as ended, unless there is another by now. */
export function ended(token) {
  const session = current();
  if (session?.token === token) store({ ...session, until: 0 });
}

async function renewed(session) {
  return navigator.locks.request(KEY, async () => {
    if (current()?.token !== session.token) return true; // another tab was quicker
    try {
      await grant("refresh_token", { refresh_token: session.refresh });
      return true;
    } catch (error) {
      if (error.message !== "refused") throw new TypeError(error.message); // nothing is known yet
      store({ ...session, refresh: null, until: 0 });
      return false;
    }
  });
}

async function grant(kind, body) {
  const answer = await fetch(`${config.supabaseUrl}/auth/v1/token?grant_type=${kind}`, {
    method: "POST",
    headers: { apikey: config.supabaseKey, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  const claims = answer.ok && read(told.access_token);
  if (!claims && answer.status === 429) throw new Error("busy");
  if (!claims && !REFUSED.includes(answer.status)) throw new TypeError("Supabase is away.");
  if (!claims) throw new Error("refused");
  // By how long it lasts, not by when it ends: a device's clock may be wrong.
  const until = now() + told.expires_in - Math.min(EARLY, told.expires_in / 4);
  localStorage.setItem(
    KEY,
    JSON.stringify({ token: told.access_token, until, user: claims.sub, refresh: told.refresh_token }),
  );
  dispatchEvent(new Event(KEY));
}

function store(session) {
  (sessionStorage.getItem(KEY) ? sessionStorage : localStorage).setItem(KEY, JSON.stringify(session));
}

/** What a token says of itself; null where it is none. Only the server can tell whether it is true. */
function read(token) {
  try {
    const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    return typeof claims.exp === "number" && claims.sub ? claims : null;
  } catch {
    return null;
  }
}
