import { use } from "./use.ts";
import { json } from "./values.ts";

type ContentType = "json" | "text" | "bytes";

interface SendOptions {
  contentType?: ContentType;
  delaySeconds?: number;
}

/** A message as it travels and is kept. */
export interface Content {
  contentType: ContentType;
  /** A JSON text, a text, or bytes in base64. */
  body: string;
}

/** A queue as a member of `env`: messages go in. */
export class Queue {
  constructor(private readonly binding: string) {}

  async send(body: unknown, options: SendOptions = {}): Promise<void> {
    await use(this.binding, "send", { messages: [message(body, options)] });
  }

  async sendBatch(
    messages: Iterable<{ body: unknown } & SendOptions>,
    { delaySeconds }: { delaySeconds?: number } = {},
  ): Promise<void> {
    const batch = [...messages].map(({ body, ...options }) => message(body, { delaySeconds, ...options }));
    await use(this.binding, "send", { messages: batch });
  }
}

function message(body: unknown, { contentType = "json", delaySeconds }: SendOptions) {
  return { contentType, body: encoded(body, contentType), delaySeconds };
}

function encoded(body: unknown, contentType: string): string {
  switch (contentType) {
    case "json": {
      const text = json(body, "A message of the type json");
      if (text === undefined) throw new TypeError(`A message of the type json cannot be a ${typeof body}`);
      return text;
    }
    case "text":
      if (typeof body !== "string") throw new TypeError(`A message of the type text must be a string`);
      return body;
    case "bytes":
      if (body instanceof ArrayBuffer) return new Uint8Array(body).toBase64();
      if (ArrayBuffer.isView(body)) {
        return new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength).toBase64();
      }
      throw new TypeError("A message of the type bytes must be an ArrayBuffer or a view of one");
    default:
      throw new TypeError(`Messages are json, text or bytes on this machine, not ${contentType}`);
  }
}

export function decoded({ contentType, body }: Content): unknown {
  switch (contentType) {
    case "json":
      return JSON.parse(body);
    case "text":
      return body;
    case "bytes":
      return Uint8Array.fromBase64(body).buffer;
  }
}
