// The desk's own API. What was answered is kept until the record changes.

const kept = new Map();
const MOST = 600;
let token = sessionStorage.getItem("token") ?? "";

export function takeToken(given) {
  token = given;
  sessionStorage.setItem("token", given);
}

export class Refused extends Error {}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Refused("The desk does not answer; is `frontline serve` still running?");
  }
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(value?.error?.sentence ?? `The desk answered ${answer.status}.`);
  return value;
}

export function get(path, values = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") query.append(name, one);
  }
  const address = `/api/v1/${path}${query.size ? `?${query}` : ""}`;
  if (!kept.has(address)) {
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
    const asked = ask(address);
    kept.set(address, asked);
    asked.catch(() => kept.delete(address));
  }
  return kept.get(address);
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  return ask(`/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

export const forget = () => kept.clear();
export const part = encodeURIComponent;
