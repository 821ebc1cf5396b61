// Lines of JSON to and from the host. Taken from Deno before any other module runs; see main.ts.
import type { HostMessage, WorkerMessage } from "./messages.ts";

const input = Deno.stdin.readable;
const output = Deno.stdout;
const encoder = new TextEncoder();

let unsent: string[] = [];

/** Sends a message; those of one turn of the event loop go together. */
export function send(message: WorkerMessage): void {
  unsent.push(JSON.stringify(message));
  if (unsent.length === 1) queueMicrotask(flush);
}

function flush(): void {
  let bytes = encoder.encode(unsent.join("\n") + "\n");
  unsent = [];
  while (bytes.length > 0) bytes = bytes.subarray(output.writeSync(bytes));
}

/** The host's messages, to the end of the input. */
export async function* receive(): AsyncGenerator<HostMessage> {
  let rest: string[] = [];
  for await (const text of input.pipeThrough(new TextDecoderStream())) {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      yield JSON.parse(rest.join("") + line);
      rest = [];
    }
    if (last !== "") rest.push(last);
  }
}
