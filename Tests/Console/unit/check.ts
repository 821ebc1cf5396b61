/** Registers a test: the console's tests need nothing from a network. */
export function test(name: string, run: () => void | Promise<void>): void {
  Deno.test({ name, fn: run });
}

/** Fails unless both values are equal as JSON; `undefined` differs from `null`. */
export function equal(actual: unknown, expected: unknown, where = ""): void {
  const [left, right] = [text(actual), text(expected)];
  if (left !== right) throw new Error(`${where && `${where}: `}Expected ${right}, but got ${left}.`);
}

/** Fails unless a condition holds. */
export function holds(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, part) => part === undefined ? "undefined" : part) ?? "undefined";
}
