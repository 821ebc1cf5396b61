import { checksums, type ChecksumTexts, type R2Checksums } from "./r2-checksum.ts";
import { received } from "./streams.ts";

export type HTTPMetadata =
  & Partial<
    Record<"contentType" | "contentLanguage" | "contentDisposition" | "contentEncoding" | "cacheControl", string>
  >
  & { cacheExpiry?: Date };

/** An object as the host tells of it. */
export interface ObjectValue {
  key: string;
  version: string;
  size: number;
  etag: string;
  /** Milliseconds since 1970. */
  uploaded: number;
  httpMetadata: Omit<HTTPMetadata, "cacheExpiry"> & { cacheExpiry?: number };
  customMetadata: Record<string, string>;
  checksums: ChecksumTexts;
  range?: { offset: number; length: number };
  /** A stream. */
  body?: number;
}

const headerNames = {
  contentType: "content-type",
  contentLanguage: "content-language",
  contentDisposition: "content-disposition",
  contentEncoding: "content-encoding",
  cacheControl: "cache-control",
} as const;

/** The metadata that headers, or an object, give. */
export function httpMetadata(given: Headers | HTTPMetadata | undefined): Record<string, unknown> {
  if (!(given instanceof Headers)) return { ...given, cacheExpiry: given?.cacheExpiry?.getTime() };
  const found = Object.entries(headerNames).map(([member, name]) => [member, given.get(name) ?? undefined]);
  const expires = given.get("expires");
  return { ...Object.fromEntries(found), cacheExpiry: expires === null ? undefined : Date.parse(expires) };
}

/** An object of a bucket, without its content. */
export class R2Object {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
  readonly httpEtag: string;
  readonly uploaded: Date;
  readonly httpMetadata: HTTPMetadata;
  readonly customMetadata: Record<string, string>;
  readonly range?: { offset: number; length: number };
  readonly checksums: R2Checksums;
  readonly storageClass = "Standard";

  constructor(value: ObjectValue) {
    const { cacheExpiry, ...metadata } = value.httpMetadata;
    this.key = value.key;
    this.version = value.version;
    this.size = value.size;
    this.etag = value.etag;
    this.httpEtag = `"${value.etag}"`;
    this.uploaded = new Date(value.uploaded);
    this.httpMetadata = cacheExpiry === undefined ? metadata : { ...metadata, cacheExpiry: new Date(cacheExpiry) };
    this.customMetadata = value.customMetadata;
    if (value.range) this.range = value.range;
    this.checksums = checksums(value.checksums);
  }

  writeHttpMetadata(headers: Headers): void {
    for (const [member, name] of Object.entries(headerNames)) {
      const value = this.httpMetadata[member as keyof typeof headerNames];
      if (value !== undefined) headers.set(name, value);
    }
    if (this.httpMetadata.cacheExpiry) headers.set("expires", this.httpMetadata.cacheExpiry.toUTCString());
  }
}

export class R2ObjectBody extends R2Object {
  readonly #content: Response;

  constructor(value: ObjectValue & { body: number }) {
    super(value);
    this.#content = new Response(received(value.body));
  }

  get body(): ReadableStream<Uint8Array> | null {
    return this.#content.body;
  }

  get bodyUsed(): boolean {
    return this.#content.bodyUsed;
  }

  text(): Promise<string> {
    return this.#content.text();
  }

  json(): Promise<unknown> {
    return this.#content.json();
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#content.arrayBuffer();
  }

  bytes(): Promise<Uint8Array> {
    return this.#content.bytes();
  }

  async blob(): Promise<Blob> {
    return new Blob([await this.#content.arrayBuffer()], { type: this.httpMetadata.contentType });
  }
}
