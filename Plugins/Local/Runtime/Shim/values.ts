import { RpcTarget } from "./cloudflare-workers.ts";

/** Of a step's result, an event's payload and a run's output: "Workflows: Limits" of Cloudflare's documentation. */
const longestValue = 1024 * 1024;
/** As many levels as the host reads in what it is given. */
const deepestValue = 500;
const encoder = new TextEncoder();

/** The content of a stream that a step returned. */
export class Content {
  constructor(readonly bytes: Uint8Array) {}
}

/** The JSON text of a stream's content; no other value has a text that begins so. */
const contentStart = '{"@stream":"';

/** The JSON text of a value; `undefined` stays what it is. */
export function serialize(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Content) return `${contentStart}${value.bytes.toBase64()}"}`;
  const isTooDeep = `${what} is nested deeper than ${deepestValue} levels`;
  let text: string | undefined;
  try {
    text = JSON.stringify(value, refuse);
  } catch (error) {
    // The stack is at its end long after the limit.
    if (error instanceof RangeError && /call stack/.test(error.message)) throw new RangeError(isTooDeep);
    throw new TypeError(`${what} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (text === undefined) throw new TypeError(`${what} is not JSON: a ${typeof value}`);
  if (text.startsWith(contentStart)) throw new TypeError(`${what} has the reserved member "@stream"`);
  if (text.length > 2 * deepestValue && depth(text) > deepestValue) {
    throw new RangeError(isTooDeep);
  }
  if (text.length * 3 > longestValue && encoder.encode(text).length > longestValue) {
    throw new RangeError(`${what} is larger than 1 MiB`);
  }
  return text;
}

export function deserialize(text: string | undefined): unknown {
  if (text?.startsWith(contentStart)) {
    const bytes = Uint8Array.fromBase64(text.slice(contentStart.length, -2));
    return new Blob([bytes]).stream();
  }
  return text === undefined ? undefined : JSON.parse(text);
}

/** How deeply arrays and objects are nested in a JSON text. */
function depth(text: string): number {
  let [level, deepest] = [0, 0];
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) isString = false;
    } else if (code === 0x22) {
      isString = true;
    } else if (code === 0x5b || code === 0x7b) {
      deepest = Math.max(deepest, ++level);
    } else if (code === 0x5d || code === 0x7d) {
      level--;
    }
  }
  return deepest;
}

/** JSON.stringify makes `{}` of these, or drops what is in them. */
const opaque = [
  Map,
  Set,
  WeakMap,
  WeakSet,
  Promise,
  RegExp,
  Error,
  ArrayBuffer,
  ReadableStream,
  WritableStream,
  Blob,
  FormData,
  Headers,
  Request,
  Response,
  URLSearchParams,
  RpcTarget,
];

/** What has no JSON to come back from; a `Date` comes back as its text, and `NaN` as `null`. */
function refuse(key: string, value: unknown): unknown {
  switch (typeof value) {
    case "function":
    case "symbol":
      throw new TypeError(`a ${typeof value}${place(key)}`);
    case "object":
      if (value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) return value;
      if (ArrayBuffer.isView(value) || opaque.some((type) => value instanceof type)) {
        throw new TypeError(`a ${value.constructor.name}${place(key)}`);
      }
  }
  return value;
}

const place = (key: string): string => key === "" ? "" : ` at "${key}"`;
