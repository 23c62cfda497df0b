// The desk's own API. What was answered is kept until the record changes.

const kept = new Map();
const MOST = 600;
let token = sessionStorage.getItem("token") ?? "";

export function takeToken(given) {
  token = given;
  sessionStorage.setItem("token", given);
}

export class Refused extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

const bearer = () => (token ? { Authorization: `Bearer ${token}` } : {});

// What the map fetches itself (tiles) is asked for as the page asks; an address of somebody else gets no token.
export const signed = (url) => (new URL(url, location.href).origin === location.origin ? { url, headers: bearer() } : { url });

async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { ...options.headers, ...bearer() } });
  } catch {
    throw new Refused("The desk does not answer; is `frontline serve` still running?");
  }
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(value?.error?.sentence ?? `The desk answered ${answer.status}.`, answer.status);
  return value;
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

function address(path, values) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") query.append(name, one);
  }
  return `/api/v1/${path}${query.size ? `?${query}` : ""}`;
}

// What takes long is asked for again until it is there; `wait` is told for how many seconds, and says if to go on.
async function finished(at, wait) {
  for (;;) {
    const value = await ask(at);
    if (value?.working !== true) return value;
    if (!wait?.(value.seconds)) throw new Refused("given up");
    await pause(700);
  }
}

export function get(path, values = {}, wait = null) {
  const at = address(path, values);
  if (!kept.has(at)) {
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
    const asked = { value: undefined, promise: finished(at, wait) };
    kept.set(at, asked);
    asked.promise.then((value) => { asked.value = value; }, () => kept.get(at) === asked && kept.delete(at));
  }
  return kept.get(at).promise;
}

// What was answered already; undefined where it was not.
export const peek = (path, values = {}) => kept.get(address(path, values))?.value;

export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(`/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

export const forget = () => kept.clear();
export const part = encodeURIComponent;
