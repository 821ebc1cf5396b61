import { isObject, type Json, type JsonObject, readJSON, withMember, writeJSON } from "../document/json";

/** The members of an input that is written as JSON; `undefined` for one that is no object. An empty text has none. */
export function membersOf(text: string): JsonObject | undefined {
  if (!text.trim()) return {};
  const value = read(text);
  return isObject(value) ? value : undefined;
}

/** An input with one member as it was typed; without it if nothing was. */
export function withTyped(text: string, name: string, typed: string): string {
  return writeJSON(withMember(membersOf(text) ?? {}, name, typedValue(typed)), 2);
}

/** What was typed in a field: JSON where it is some, and otherwise the text. */
export function typedValue(typed: string): Json | undefined {
  if (typed === "") return undefined;
  const value = read(typed);
  return value === undefined ? typed : value;
}

/** What has to be typed for a value: a text that reads like JSON is quoted. */
export function typedText(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" && value !== "" && read(value) === undefined ? value : writeJSON(value);
}

function read(text: string): Json | undefined {
  try {
    return readJSON(text);
  } catch {
    return undefined;
  }
}
