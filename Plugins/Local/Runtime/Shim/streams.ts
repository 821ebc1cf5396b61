// Bodies that go in pieces between host and shim. Whoever sends one numbers it, and sends no more than the receiver
// has room for.
import { send } from "./channel.ts";
import { failure } from "./failures.ts";
import type { StreamMessage } from "./messages.ts";
import { OwnMap } from "./primordials.ts";

/** Chunks that may be on their way; the host has the same number. */
const room = 16;
const chunkBytes = 65_536;

const incoming = new OwnMap<number, Incoming>();
const outgoing = new OwnMap<number, Outgoing>();
let last = 0;

/** A body that the host sends, once. */
export function received(stream: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  return opened(stream).readable;
}

/** Sends a body. `sent` settles when all of it is on its way or nobody wants it. */
export function sending(body: ReadableStream<Uint8Array>): { stream: number; sent: Promise<void> } {
  const stream = ++last;
  const sender = new Outgoing(stream);
  outgoing.set(stream, sender);
  return { stream, sent: sender.send(body).finally(() => outgoing.delete(stream)) };
}

export function handle(message: StreamMessage): void {
  switch (message.kind) {
    case "chunk":
      return opened(message.stream).add(Uint8Array.fromBase64(message.bytes));
    case "close":
      return opened(message.stream).close(message.error);
    case "more":
      return outgoing.get(message.stream)?.more();
    case "cancel":
      return outgoing.get(message.stream)?.cancel();
  }
}

/** Its first chunk may come before whoever reads it. */
function opened(stream: number): Incoming {
  let body = incoming.get(stream);
  if (body === undefined) {
    body = new Incoming(stream);
    incoming.set(stream, body);
  }
  return body;
}

function tell(message: StreamMessage): void {
  send({ type: "stream", ...message });
}

class Incoming {
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #end?: { error?: string };
  #isCancelled = false;
  #wake = () => {};
  readonly #stream: number;

  constructor(stream: number) {
    this.#stream = stream;
    this.readable = new ReadableStream({
      type: "bytes",
      pull: (controller) => this.#pull(controller),
      cancel: () => {
        this.#isCancelled = true;
        if (this.#end) incoming.delete(stream);
        else tell({ kind: "cancel", stream });
      },
    });
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    if (this.#isCancelled) return;
    this.#chunks.push(chunk);
    this.#wake();
  }

  close(error?: string): void {
    this.#end = { error };
    if (this.#isCancelled) incoming.delete(this.#stream);
    this.#wake();
  }

  async #pull(controller: ReadableByteStreamController): Promise<void> {
    while (this.#chunks.length === 0 && !this.#end) await new Promise<void>((resolve) => this.#wake = resolve);
    const chunk = this.#chunks.shift();
    if (chunk) {
      if (!this.#end) tell({ kind: "more", stream: this.#stream });
      if (chunk.length > 0) controller.enqueue(chunk);
      return;
    }
    incoming.delete(this.#stream);
    if (this.#end?.error !== undefined) {
      controller.error(new Error(this.#end.error));
    } else {
      controller.close();
      controller.byobRequest?.respond(0);
    }
  }
}

class Outgoing {
  #room = room;
  #isCancelled = false;
  #wake = () => {};
  readonly #stream: number;

  constructor(stream: number) {
    this.#stream = stream;
  }

  more(): void {
    this.#room++;
    this.#wake();
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#wake();
  }

  async send(body: ReadableStream<Uint8Array>): Promise<void> {
    // The message that has its number goes first, also where the body cannot be read at all.
    await null;
    try {
      for await (const bytes of body) {
        for (let start = 0; start < bytes.length; start += chunkBytes) {
          while (this.#room === 0 && !this.#isCancelled) await new Promise<void>((resolve) => this.#wake = resolve);
          if (this.#isCancelled) return tell({ kind: "close", stream: this.#stream });
          this.#room--;
          tell({ kind: "chunk", stream: this.#stream, bytes: bytes.subarray(start, start + chunkBytes).toBase64() });
        }
      }
      tell({ kind: "close", stream: this.#stream });
    } catch (error) {
      tell({ kind: "close", stream: this.#stream, error: failure(error).message });
    }
  }
}
