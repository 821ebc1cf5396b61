/** A member of an object as two texts. */
export type Pair = [name: string, value: string];

/** The members of an object whose values are all texts; `undefined` for another value. */
export function pairsOf(value: unknown): Pair[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const pairs = Object.entries(value);
  return pairs.every(([, member]) => typeof member === "string") ? pairs as Pair[] : undefined;
}

/** The object of pairs, without those that have no name; `undefined` without any. A later pair replaces one of its name. */
export function objectOf(pairs: readonly Pair[]): Record<string, string> | undefined {
  const named = pairs.filter(([name]) => name !== "");
  return named.length ? Object.fromEntries(named) : undefined;
}
