/** A number whose spelling a JavaScript number would not keep, such as `1.0` or one beyond 2^53: `JSON.rawJSON`. */
export interface SpelledNumber {
  readonly rawJSON: string;
}

export type Json = null | boolean | number | string | SpelledNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

// ECMAScript 2026, "JSON.parse source text access"; not in the declarations of TypeScript 4.8.
const native = JSON as unknown as {
  rawJSON?: (text: string) => SpelledNumber;
  isRawJSON?: (value: unknown) => boolean;
  parse: (text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown) => unknown;
};

/**
 * Reads JSON so that `writeJSON` writes the same numbers. The order of members is kept, except that names such as `10`
 * come first in ascending order, as in every JavaScript object.
 */
export function readJSON(text: string): Json {
  const { rawJSON } = native;
  if (!rawJSON) return JSON.parse(text) as Json;
  return native.parse(text, (_, value, context) => {
    const source = context?.source;
    return typeof value === "number" && source !== undefined && String(value) !== source ? rawJSON(source) : value;
  }) as Json;
}

export function writeJSON(value: Json, indent?: number): string {
  return JSON.stringify(value, undefined, indent);
}

export function isSpelledNumber(value: unknown): value is SpelledNumber {
  return native.isRawJSON?.(value) ?? false;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSpelledNumber(value);
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

function hasMember(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}

/** The number that a value is, whatever its spelling. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return isSpelledNumber(value) ? Number(value.rawJSON) : undefined;
}

/** Whether two values are the same JSON; the order of members does not matter. */
export function equalJSON(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return isArray(right) && left.length === right.length && left.every((item, index) => equalJSON(item, right[index]));
  }
  if (isObject(left)) {
    if (!isObject(right)) return false;
    const names = Object.keys(left);
    return names.length === Object.keys(right).length &&
      names.every((name) => hasMember(right, name) && equalJSON(left[name], right[name]));
  }
  return isSpelledNumber(left) && isSpelledNumber(right) && left.rawJSON === right.rawJSON;
}

/** An object with one member replaced, in its place, or removed by `undefined`. */
export function withMember<T extends JsonObject>(object: T, name: string, value: Json | undefined): T {
  if (value !== undefined) {
    return hasMember(object, name) && object[name] === value ? object : { ...object, [name]: value };
  }
  if (!hasMember(object, name)) return object;
  const { [name]: _, ...rest } = object as JsonObject;
  return rest as T;
}

/** Applies a function to every text within a value; parts without a change stay the same objects. */
export function mapTexts(value: Json, map: (text: string) => string): Json {
  if (typeof value === "string") return map(value);
  if (isArray(value)) {
    const items = value.map((item) => mapTexts(item, map));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  let result: JsonObject = value;
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) result = withMember(result, name, mapTexts(member, map));
  }
  return result;
}
