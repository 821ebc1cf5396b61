import { isPlain, jsonOf, NotCloneable, revived, TooDeep, typed, type TypedValue } from "./clone.ts";

/** Of a step's result, an event's payload and a run's output: "Workflows: Limits" of Cloudflare's documentation. */
const longestValue = 1024 * 1024;
/** As many levels as the host reads in what it is given. */
const deepestValue = 500;
const encoder = new TextEncoder();

/** The content of a stream that a step returned. */
export class Content {
  constructor(readonly bytes: Uint8Array) {}
}

/** The text of a stream's content. A value whose JSON begins so is written with its types, of which it has none. */
const contentStart = '{"@stream":"';

/** How a text of a {@link TypedValue} begins: no JSON text that is made of a value begins with white space. */
const typedStart = " ";

/**
 * The text that a step's result is kept as; `undefined` stays what it is. What JSON has no form for but a structured
 * clone keeps comes back as it was.
 */
export function serialize(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Content) return `${contentStart}${value.bytes.toBase64()}"}`;
  return written(value, what, "cannot be kept", () => {
    if (isPlain(value, deepestValue)) {
      const text = JSON.stringify(value);
      if (!text.startsWith(contentStart)) return text;
    }
    return typedStart + JSON.stringify(typed(value, deepestValue));
  });
}

/** A step's result. */
export function deserialize(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (text.startsWith(contentStart)) {
    const bytes = Uint8Array.fromBase64(text.slice(contentStart.length, -2));
    return new Blob([bytes]).stream();
  }
  return text.startsWith(typedStart) ? revived(JSON.parse(text) as TypedValue) : JSON.parse(text);
}

/** The JSON text of what leaves the program as JSON; `undefined` stays what it is. */
export function json(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  return written(
    value,
    what,
    "is not JSON",
    () => JSON.stringify(isPlain(value, deepestValue) ? value : jsonOf(value, deepestValue)),
  );
}

/** The JSON text of a run's output, in which everything has a form that people can read. */
export function output(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return written(
    value,
    "The output of the run",
    "cannot be kept",
    () => JSON.stringify(isPlain(value, deepestValue) ? value : typed(value, deepestValue).value),
  );
}

function written(value: unknown, what: string, problem: string, write: () => string | undefined): string {
  const isTooDeep = `${what} is nested deeper than ${deepestValue} levels`;
  let text: string | undefined;
  try {
    text = write();
  } catch (error) {
    if (error instanceof TooDeep) throw new RangeError(isTooDeep);
    if (error instanceof NotCloneable) throw new TypeError(`${what} ${problem}: ${error.message}`);
    // Of a getter of the value.
    throw new TypeError(`${what} ${problem}: ${error instanceof Error ? error.message : error}`);
  }
  if (text === undefined) throw new TypeError(`${what} ${problem}: a ${typeof value}`);
  if (text.length > 2 * deepestValue && depth(text) > deepestValue) throw new RangeError(isTooDeep);
  if (text.length * 3 > longestValue && encoder.encode(text).length > longestValue) {
    throw new RangeError(`${what} is larger than 1 MiB`);
  }
  return text;
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
