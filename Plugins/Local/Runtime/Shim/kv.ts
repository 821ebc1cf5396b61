import { content } from "./bytes.ts";
import { received } from "./streams.ts";
import { use } from "./use.ts";
import { json } from "./values.ts";

type Type = "text" | "json" | "arrayBuffer" | "stream";
type TypeOption = Type | { type?: Type };

interface Found {
  metadata?: unknown;
  /** A stream. */
  body: number;
}

interface PutOptions {
  expiration?: number;
  expirationTtl?: number;
  metadata?: unknown;
}

interface ListOptions {
  prefix?: string | null;
  limit?: number;
  cursor?: string | null;
}

/** "KV: Limits" of Cloudflare's documentation. */
const mostKeys = 100;

/** A namespace of keys and values as a member of `env`. */
export class KVNamespace {
  constructor(private readonly binding: string) {}

  async get(key: string | string[], option?: TypeOption): Promise<unknown> {
    if (!Array.isArray(key)) return (await this.getWithMetadata(key, option) as { value: unknown }).value;
    const found = await this.getWithMetadata(key, option) as Map<string, { value: unknown }>;
    return new Map([...found].map(([name, { value }]) => [name, value]));
  }

  async getWithMetadata(key: string | string[], option?: TypeOption): Promise<unknown> {
    const type = (typeof option === "string" ? option : option?.type) ?? "text";
    if (!Array.isArray(key)) return await this.#get(key, type);
    if (key.length > mostKeys) throw new TypeError(`At most ${mostKeys} keys can be read at a time`);
    if (type !== "text" && type !== "json") {
      throw new TypeError(`Several keys are read as text or json, not as ${type}`);
    }
    return new Map(await Promise.all(key.map(async (name) => [name, await this.#get(name, type)] as const)));
  }

  async put(key: string, value: unknown, options: PutOptions = {}): Promise<void> {
    const { expiration, expirationTtl, metadata } = options;
    await use(this.binding, "put", {
      key,
      expiration: expiration === undefined ? undefined : Number(expiration),
      expirationTtl: expirationTtl === undefined ? undefined : Number(expirationTtl),
      metadata: metadata === undefined || metadata === null ? undefined : json(metadata, "The metadata"),
    }, content(value, "A value"));
  }

  async delete(key: string): Promise<void> {
    await use(this.binding, "delete", { key });
  }

  async list({ prefix, limit, cursor }: ListOptions = {}): Promise<unknown> {
    return await use(this.binding, "list", { prefix, limit, cursor });
  }

  async #get(key: string, type: Type) {
    const found = await use(this.binding, "get", { key }) as Found | undefined;
    if (!found) return { value: null, metadata: null, cacheStatus: null };
    return { value: await read(found.body, type), metadata: found.metadata ?? null, cacheStatus: null };
  }
}

function read(body: number, type: Type): unknown {
  const answer = new Response(received(body));
  switch (type) {
    case "text":
      return answer.text();
    case "json":
      return answer.json();
    case "arrayBuffer":
      return answer.arrayBuffer();
    case "stream":
      return answer.body;
    default:
      throw new TypeError(`A value is read as text, json, arrayBuffer or stream, not as ${type}`);
  }
}
