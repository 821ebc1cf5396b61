import { RpcTarget } from "./cloudflare-workers.ts";

/** Of a step's result, an event's payload and a run's output: "Workflows: Limits" of Cloudflare's documentation. */
const longestValue = 1024 * 1024;
const encoder = new TextEncoder();

/** The JSON text of a value; `undefined` stays what it is. */
export function serialize(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(value, refuse);
  } catch (error) {
    throw new TypeError(`${what} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (text === undefined) throw new TypeError(`${what} is not JSON: a ${typeof value}`);
  if (text.length * 3 > longestValue && encoder.encode(text).length > longestValue) {
    throw new RangeError(`${what} is larger than 1 MiB`);
  }
  return text;
}

export function deserialize(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** JSON.stringify drops these or makes `{}` of them. */
function refuse(key: string, value: unknown): unknown {
  const place = key === "" ? "" : ` at "${key}"`;
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`a ${typeof value}${place}`);
  if (
    value instanceof Map || value instanceof Set || value instanceof ArrayBuffer || ArrayBuffer.isView(value) ||
    value instanceof ReadableStream || value instanceof Response || value instanceof Promise ||
    value instanceof RpcTarget
  ) throw new TypeError(`a ${value.constructor.name}${place}`);
  return value;
}
