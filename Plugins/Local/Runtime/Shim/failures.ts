import type { Failure } from "./messages.ts";
import { NonRetryableError } from "./cloudflare-workflows.ts";
import { blocked } from "./egress.ts";
import { neutral } from "./paths.ts";

/** Where the failures came from that were thrown into a program. */
const origins = new WeakMap<Error, number[]>();

/** Characters that are kept of an error's message, and of its name. */
const longestMessage = 32 * 1024;
const longestName = 256;
/** Of a stack: the message in it may hold as many as it likes. */
const mostLines = 100;

/** In place of a message without a character, which would name no reason. */
const emptyMessage = "The code threw an empty message";

/** What the journal keeps of an error. */
export function failure(thrown: unknown): Failure {
  const error = blocked(thrown) ?? thrown;
  if (!(error instanceof Error)) {
    return { name: "Error", message: cut(text(error)) || emptyMessage, retryable: true, lines: [] };
  }
  const lines = origins.get(error) ?? linesOf(thrown);
  const [name, message] = [cut(string(error.name), longestName), cut(string(error.message)) || emptyMessage];
  return { name, message, retryable: !isFinal(error, name, message), lines };
}

/** By its class or, as one that comes from elsewhere has lost that, by what it says. */
function isFinal(error: Error, name: string, message: string): boolean {
  return error instanceof NonRetryableError || name === final || message.startsWith(final);
}

const final = "NonRetryableError";

/** A text for people, without folders of this machine; an ellipsis marks one that was cut. */
export function cut(whole: string, length = longestMessage): string {
  const text = neutral(whole);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function string(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

/** An error as a program sees it, the same when it happens and when it is replayed. */
export function thrown({ name, message, retryable, lines }: Failure): Error {
  const error = retryable ? new Error(message) : new NonRetryableError(message);
  error.name = name;
  // Where a helper threw, the lines around the call say which node it was for.
  const all: number[] = [];
  // What comes from the host has no iterator: a program could have changed that of arrays.
  for (let index = 0; index < lines.length; index++) all[index] = lines[index];
  const own = linesOf(error);
  for (let index = 0; index < own.length && all.length < mostLines; index++) all[all.length] = own[index];
  origins.set(error, all);
  return error;
}

/** Lines of the deployed module in an error's stack or message, innermost first. */
export function linesOf(error: unknown): number[] {
  const stack = error instanceof Error ? `${error.stack}` : String(error);
  const matches = stack.matchAll(/\/(?:worker\.ts|bundle\.mjs):(\d+):\d+/g).take(mostLines);
  return matches.map((match) => Number(match[1])).toArray();
}

function text(value: unknown): string {
  try {
    return typeof value === "string" ? value : JSON.stringify(value) ?? string(value);
  } catch {
    return string(value);
  }
}
