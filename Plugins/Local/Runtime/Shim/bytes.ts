/** What may be given where bytes are stored. */
export type Content = string | ArrayBuffer | ArrayBufferView | Blob | ReadableStream;

/** A body of it. */
export function content(value: unknown, what: string): ReadableStream<Uint8Array> {
  if (
    typeof value === "string" || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Blob ||
    value instanceof ReadableStream
  ) return new Response(value as BodyInit).body ?? new ReadableStream({ start: (controller) => controller.close() });
  throw new TypeError(`${what} must be a string, an ArrayBuffer, a view of one, a Blob or a ReadableStream`);
}
