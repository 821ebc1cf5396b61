/** Registers a test: the console's tests need nothing from a network. */
export function test(name: string, run: () => void | Promise<void>): void {
  Deno.test({ name, fn: run });
}

/** Fails unless both values are equal as JSON; `undefined` differs from `null`. */
export function equal(actual: unknown, expected: unknown): void {
  const [left, right] = [text(actual), text(expected)];
  if (left !== right) throw new Error(`Expected ${right}, but got ${left}.`);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, part) => part === undefined ? "undefined" : part) ?? "undefined";
}
