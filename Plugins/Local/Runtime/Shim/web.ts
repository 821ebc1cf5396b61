// What Workers have beside the interfaces that Deno has: "Web Crypto", "Streams" and "Scheduler" of Cloudflare's
// documentation.
import process from "node:process";
import { bytesOf } from "./bytes.ts";

type Bytes = ArrayBuffer | ArrayBufferView;

const algorithms = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
/** Of streams that have one. */
const lengths = new WeakMap<ReadableStream, number>();

/** How many bytes a stream will have, where that is known. */
export const lengthOf = (stream: ReadableStream): number | undefined => lengths.get(stream);

/** Compares in a time that depends on the lengths alone. */
function timingSafeEqual(left: Bytes, right: Bytes): boolean {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  if (a.length !== b.length) throw new TypeError("Both values must have the same number of bytes");
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a[index] ^ b[index];
  return difference === 0;
}

/** Digests what is written to it. */
class DigestStream extends WritableStream<Bytes | string> {
  readonly digest: Promise<ArrayBuffer>;
  #count = 0;

  constructor(algorithm: string | { name: string }) {
    const name = (typeof algorithm === "string" ? algorithm : algorithm.name).toUpperCase();
    if (!algorithms.includes(name)) throw new TypeError(`${name} is not one of ${algorithms.join(", ")}`);
    const { createHash } = process.getBuiltinModule("node:crypto");
    const hash = createHash(name.replace("-", ""));
    const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
    const encoder = new TextEncoder();
    const add = (bytes: Uint8Array) => {
      this.#count += bytes.length;
      hash.update(bytes);
    };
    super({
      write: (chunk) => add(typeof chunk === "string" ? encoder.encode(chunk) : bytesOf(chunk)),
      close: () => resolve(new Uint8Array(hash.digest()).buffer),
      abort: (reason) => reject(reason),
    });
    // Whoever aborts it need not look at the digest too.
    promise.catch(() => {});
    this.digest = promise;
  }

  get bytesWritten(): number {
    return this.#count;
  }
}

/** Bytes that come out as they went in. */
class IdentityTransformStream extends TransformStream<Bytes, Uint8Array> {
  constructor(length?: number) {
    let left = length ?? Infinity;
    super({
      transform(chunk, controller) {
        const bytes = bytesOf(chunk);
        left -= bytes.length;
        if (left < 0) throw new TypeError(`More than ${length} bytes were written to the FixedLengthStream`);
        controller.enqueue(bytes);
      },
      flush() {
        if (left > 0 && left !== Infinity) {
          throw new TypeError(`${left} of ${length} bytes were not written to the FixedLengthStream`);
        }
      },
    });
  }
}

/** A stream of which the length is known, so that a response with it has a `Content-Length`. */
class FixedLengthStream extends IdentityTransformStream {
  constructor(length: number | bigint) {
    const bytes = Number(length);
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new TypeError(`${length} is not a number of bytes`);
    super(bytes);
    lengths.set(this.readable, bytes);
  }
}

const scheduler = {
  /** Waits for so many milliseconds, or until the signal aborts. */
  wait(delay: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, delay);
      signal?.addEventListener("abort", abort, { once: true });
    });
  },
};

export function offerWorkerInterfaces(): void {
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  define(SubtleCrypto.prototype, "timingSafeEqual", timingSafeEqual);
  define(crypto, "DigestStream", DigestStream);
  define(globalThis, "IdentityTransformStream", IdentityTransformStream);
  define(globalThis, "FixedLengthStream", FixedLengthStream);
  define(globalThis, "scheduler", scheduler);
}
