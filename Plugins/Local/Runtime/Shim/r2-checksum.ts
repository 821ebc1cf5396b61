import { bytesOf } from "./bytes.ts";

/** The algorithms, and how many bytes their digests have. */
const lengths = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

type Algorithm = keyof typeof lengths;

/** What the content that is put must have: one of these at most. */
export type GivenChecksum = Partial<Record<Algorithm, string | ArrayBuffer | ArrayBufferView>>;

/** As hexadecimal digits. */
export type ChecksumTexts = Partial<Record<Algorithm, string>>;

export type R2Checksums = Partial<Record<Algorithm, ArrayBuffer>> & { toJSON(): ChecksumTexts };

/** The checksum among the options. */
export function checksum(given: GivenChecksum): { algorithm: Algorithm; digest: string } | undefined {
  const algorithms = (Object.keys(lengths) as Algorithm[]).filter((algorithm) => given[algorithm] !== undefined);
  if (algorithms.length > 1) throw new TypeError(`Only one checksum can be given, not ${algorithms.join(" and ")}`);
  const [algorithm] = algorithms;
  if (algorithm === undefined) return undefined;
  const digest = hex(given[algorithm]!);
  if (!/^[0-9a-f]*$/.test(digest) || digest.length !== lengths[algorithm] * 2) {
    throw new TypeError(`${algorithm} must be ${lengths[algorithm]} bytes, or their hexadecimal digits`);
  }
  return { algorithm, digest };
}

/** The checksums of an object. */
export function checksums(texts: ChecksumTexts): R2Checksums {
  const buffers = Object.entries(texts).map(([algorithm, text]) => [algorithm, Uint8Array.fromHex(text).buffer]);
  return { ...Object.fromEntries(buffers), toJSON: () => texts };
}

function hex(given: string | ArrayBuffer | ArrayBufferView): string {
  if (typeof given === "string") return given.toLowerCase();
  return bytesOf(given).toHex();
}
