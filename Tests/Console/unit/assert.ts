/** Fails with both values unless they are the same JSON, member order included. */
export function assertSame(actual: unknown, expected: unknown, message = "") {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) {
    throw new Error(`${message}\n  found ${found?.slice(0, 2000)}\n wanted ${wanted?.slice(0, 2000)}`);
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
