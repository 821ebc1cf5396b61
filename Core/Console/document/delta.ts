import { isArray, isObject, type Json, type JsonObject } from "./json";

/** One replaced part of a value. */
export interface Splice {
  readonly path: readonly (string | number)[];
  /** Where a run of items or members begins that is replaced; absent when the whole value at `path` is. */
  readonly at?: number;
  /** A run is an array of items, or an object of members. */
  readonly before: Json;
  readonly after: Json;
}

/** What changes one value to another: parts that are the same object are not looked into. */
export function delta(before: Json, after: Json): readonly Splice[] {
  const splices: Splice[] = [];
  compare(before, after, [], splices);
  return splices;
}

function compare(before: Json, after: Json, path: (string | number)[], splices: Splice[]) {
  if (before === after) return;
  if (isArray(before) && isArray(after)) return compareItems(before, after, path, splices);
  if (isObject(before) && isObject(after)) return compareMembers(before, after, path, splices);
  splices.push({ path, before, after });
}

function compareItems(before: readonly Json[], after: readonly Json[], path: (string | number)[], splices: Splice[]) {
  if (before.length === after.length) {
    before.forEach((item, index) => compare(item, after[index], [...path, index], splices));
    return;
  }
  const [start, end] = commonEnds(before, after);
  splices.push({
    path,
    at: start,
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
  });
}

function compareMembers(before: JsonObject, after: JsonObject, path: (string | number)[], splices: Splice[]) {
  const old = Object.keys(before), now = Object.keys(after);
  const [start, end] = commonEnds(old, now);
  for (const name of [...now.slice(0, start), ...now.slice(now.length - end)]) {
    compare(before[name]!, after[name]!, [...path, name], splices);
  }
  const removed = old.slice(start, old.length - end), added = now.slice(start, now.length - end);
  if (removed.length === 0 && added.length === 0) return;
  splices.push({ path, at: start, before: pick(before, removed), after: pick(after, added) });
}

/** How many items are the same at the start, and at the end of what is left. */
function commonEnds(before: readonly unknown[], after: readonly unknown[]): [start: number, end: number] {
  let start = 0, end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [start, end];
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

export function apply(value: Json, splices: readonly Splice[]): Json {
  return splices.reduce((result, splice) => put(result, splice, splice.path), value);
}

/** The splices that change the result back. */
export function inverse(splices: readonly Splice[]): readonly Splice[] {
  return [...splices].reverse().map((splice) => ({ ...splice, before: splice.after, after: splice.before }));
}

function put(value: Json, splice: Splice, path: readonly (string | number)[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return splice.at === undefined ? splice.after : replaceRun(value, splice, splice.at);
  if (isArray(value)) {
    const items = [...value];
    items[key as number] = put(items[key as number], splice, rest);
    return items;
  }
  const object = value as JsonObject;
  return { ...object, [key]: put(object[key]!, splice, rest) };
}

function replaceRun(value: Json, splice: Splice, at: number): Json {
  if (isArray(value)) {
    const items = [...value];
    items.splice(at, (splice.before as readonly Json[]).length, ...splice.after as readonly Json[]);
    return items;
  }
  const entries = Object.entries(value as JsonObject);
  entries.splice(at, Object.keys(splice.before as JsonObject).length, ...Object.entries(splice.after as JsonObject));
  return Object.fromEntries(entries);
}
