/** What may be given where bytes are stored. */
export type Content = string | ArrayBuffer | ArrayBufferView | Blob | ReadableStream;

/** The bytes of a buffer, or of the part of it that a view shows. */
export function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError("The value is not an ArrayBuffer or a view of one");
}

/** A body of it. */
export function content(value: unknown, what: string): ReadableStream<Uint8Array> {
  if (
    typeof value === "string" || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Blob ||
    value instanceof ReadableStream
  ) return new Response(value as BodyInit).body ?? new ReadableStream({ start: (controller) => controller.close() });
  throw new TypeError(`${what} must be a string, an ArrayBuffer, a view of one, a Blob or a ReadableStream`);
}
