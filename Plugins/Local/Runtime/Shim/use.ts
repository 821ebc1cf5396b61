import { activity } from "./activity.ts";
import { ask } from "./calls.ts";
import { thrown } from "./failures.ts";
import { sending } from "./streams.ts";

/** Of the arguments, in characters: far more than any binding takes, and what the host reads in one message. */
const longestValue = 16 * 1024 * 1024;

/** Calls a member of `env` at the host. */
export async function use(
  binding: string,
  method: string,
  value?: unknown,
  body?: ReadableStream<Uint8Array> | null,
): Promise<unknown> {
  const current = activity();
  current?.throwIfOver();
  const text = value === undefined ? undefined : JSON.stringify(value, (name, member) => {
    // JSON writes them as null, and the option would count as absent.
    if (typeof member === "number" && !Number.isFinite(member) && !/^\d/.test(name)) {
      throw new TypeError(`${binding}.${method}: ${name} must be a number, not ${member}`);
    }
    return member;
  });
  if (text !== undefined && text.length > longestValue) {
    throw new RangeError(`What ${binding}.${method} is given is longer than 16 MiB`);
  }
  const answer = await ask({
    type: "binding",
    ...(current && ("run" in current.cause ? { run: current.cause.run.id } : current.cause)),
    binding,
    method,
    value: text,
    body: body ? sending(body).stream : undefined,
  });
  if (answer.op === "error") throw thrown(answer.error);
  return answer.op === "value" && answer.value !== undefined ? JSON.parse(answer.value) : undefined;
}
