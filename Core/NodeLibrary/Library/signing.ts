import { concealed } from "./error.ts";
import { type Call } from "./parameters.ts";

/** The UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? utf8(content) : content;
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The value of an `authorization` header. */
export function basic(user: string, password: string): string {
  return `Basic ${concealed(base64(`${user}:${password}`))}`;
}

export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof content === "string" ? utf8(content) : content;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function hmac(
  key: string | Uint8Array<ArrayBuffer>,
  text: string,
  hash: "SHA-1" | "SHA-256" = "SHA-256",
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = typeof key === "string" ? utf8(key) : key;
  const imported = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(text)));
}

/** Percent-encoding of everything but letters, digits and `-._~`, as signatures want it. */
export function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A step's idempotency key as a UUID: a step's name may hold what no header can, and vendors limit the length. */
export async function idempotencyKey(call: Call): Promise<string> {
  const text = hex(await sha256(call.idempotencyKey));
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-8${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
}
