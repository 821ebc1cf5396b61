import { NodeError } from "./error.ts";
import { bytesOf, type FileContent, fileFrom, fileOf } from "./file.ts";
import { json, required } from "./parameters.ts";
import { base64, fromBase64, utf8 } from "./signing.ts";

/** The bytes of a file or text, with what is told of them. */
export interface Content {
  name?: string;
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What a parameter holds: a file, `{text, contentType, name}`, or a text. */
export function contentOf(value: unknown, name: string): Content {
  const isText = typeof value === "string" && !value.trimStart().startsWith("{");
  const given = isText ? { text: value } : required(json(value, name), name);
  if (given.text !== undefined && given.text !== null) {
    const contentType = given.contentType || "text/plain; charset=utf-8";
    return { name: given.name || undefined, contentType, bytes: utf8(String(given.text)) };
  }
  const file = fileOf(given, name) as FileContent;
  return { name: file.name, contentType: file.contentType, bytes: bytesOf(file) };
}

/** What a parameter holds that has one or a list. */
export function contentsOf(value: unknown, name: string): Content[] {
  const given = json(value, name);
  if (given === undefined || given === null) return [];
  return (Array.isArray(given) ? given : [given]).map((item) => contentOf(item, name));
}

/** Bytes that a vendor sent, as a file that a step can keep. */
export function keptFile(who: string, bytes: Uint8Array, contentType: string | null, name?: string | null) {
  // Base64 is longer by a third, and a step keeps about 1 MiB.
  if (bytes.length > 720_000) {
    throw new NodeError(who, {
      code: "too_long",
      message: `The file has ${bytes.length} bytes; a step can keep 720000`,
    });
  }
  return { name: null, ...fileFrom(bytes, contentType, name ?? undefined) };
}

/** Base64 of the URL alphabet, without padding: RFC 4648, section 5. */
export function base64url(content: string | Uint8Array): string {
  return base64(content).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of base64 of the URL alphabet, with or without padding. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
}

/** A body of several parts, the first of which describes the rest, as `bytes` and `contentType`: RFC 2387. */
export function related(parts: { contentType: string; content: string | Uint8Array }[]) {
  const boundary = `millrace-${crypto.randomUUID()}`;
  const chunks = parts.flatMap(({ contentType, content }) => [
    utf8(`--${boundary}\r\nContent-Type: ${contentType.replace(/[\r\n]+/g, " ")}\r\n\r\n`),
    typeof content === "string" ? utf8(content) : content,
    utf8("\r\n"),
  ]);
  chunks.push(utf8(`--${boundary}--\r\n`));
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return { bytes, contentType: `multipart/related; boundary=${boundary}` };
}
