import { ask } from "./calls.ts";
import { thrown } from "./failures.ts";
import { sending } from "./streams.ts";
import { deserialize } from "./values.ts";

/** Calls a member of `env` at the host. */
export async function use(
  binding: string,
  method: string,
  value?: unknown,
  body?: ReadableStream<Uint8Array> | null,
): Promise<unknown> {
  const answer = await ask({
    type: "binding",
    binding,
    method,
    value: value === undefined ? undefined : JSON.stringify(value),
    body: body ? sending(body).stream : undefined,
  });
  if (answer.op === "error") throw thrown(answer.error);
  return answer.op === "value" ? deserialize(answer.value) : undefined;
}
