import type { Failure } from "./messages.ts";
import { NonRetryableError } from "./cloudflare-workflows.ts";

/** Where the failures came from that were thrown into a program. */
const origins = new WeakMap<Error, number[]>();

/** What the journal keeps of an error. */
export function failure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: text(error), retryable: true, lines: [] };
  const lines = origins.get(error) ?? linesOf(error);
  return {
    name: String(error.name),
    message: String(error.message),
    retryable: !(error instanceof NonRetryableError),
    lines,
  };
}

/** An error as a program sees it, the same when it happens and when it is replayed. */
export function thrown({ name, message, retryable, lines }: Failure): Error {
  const error = retryable ? new Error(message) : new NonRetryableError(message);
  error.name = name;
  origins.set(error, lines.length > 0 ? lines : linesOf(error));
  return error;
}

/** Lines of the deployed module in an error's stack or message, innermost first. */
export function linesOf(error: unknown): number[] {
  const stack = error instanceof Error ? `${error.stack}` : String(error);
  return [...stack.matchAll(/\/worker\.ts:(\d+):\d+/g)].map((match) => Number(match[1]));
}

function text(value: unknown): string {
  try {
    return typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
