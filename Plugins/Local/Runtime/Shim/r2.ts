import { content } from "./bytes.ts";
import { checksum, type GivenChecksum } from "./r2-checksum.ts";
import { type HTTPMetadata, httpMetadata, type ObjectValue, R2Object, R2ObjectBody } from "./r2-object.ts";
import { R2MultipartUpload } from "./r2-upload.ts";
import { use } from "./use.ts";

interface Conditions {
  etagMatches?: string | string[];
  etagDoesNotMatch?: string | string[];
  uploadedBefore?: Date;
  uploadedAfter?: Date;
  secondsGranularity?: boolean;
}

interface Range {
  offset?: number;
  length?: number;
  suffix?: number;
}

interface UploadOptions {
  httpMetadata?: HTTPMetadata | Headers;
  customMetadata?: Record<string, string>;
}

interface PutOptions extends UploadOptions, GivenChecksum {
  onlyIf?: Conditions | Headers;
}

interface ListOptions {
  limit?: number;
  prefix?: string;
  cursor?: string;
  delimiter?: string;
  startAfter?: string;
}

interface Listed {
  objects: ObjectValue[];
  truncated: boolean;
  cursor?: string;
  delimitedPrefixes: string[];
}

/** A bucket of objects as a member of `env`. */
export class R2Bucket {
  constructor(private readonly binding: string) {}

  async head(key: string): Promise<R2Object | null> {
    const found = await use(this.binding, "head", { key }) as ObjectValue | undefined;
    return found ? new R2Object(found) : null;
  }

  /** Without a body when a condition does not hold. */
  async get(
    key: string,
    options: { onlyIf?: Conditions | Headers; range?: Range | Headers } = {},
  ): Promise<R2Object | R2ObjectBody | null> {
    const found = await use(this.binding, "get", {
      key,
      onlyIf: conditions(options.onlyIf),
      range: range(options.range),
    }) as ObjectValue | undefined;
    if (!found) return null;
    const { body } = found;
    return body === undefined ? new R2Object(found) : new R2ObjectBody({ ...found, body });
  }

  /** `null` when a condition does not hold. */
  async put(key: string, value: unknown, options: PutOptions = {}): Promise<R2Object | null> {
    const put = await use(this.binding, "put", {
      key,
      onlyIf: conditions(options.onlyIf),
      httpMetadata: httpMetadata(options.httpMetadata),
      customMetadata: options.customMetadata,
      checksum: checksum(options),
    }, content(value ?? "", "An object")) as ObjectValue | undefined;
    return put ? new R2Object(put) : null;
  }

  async delete(keys: string | string[]): Promise<void> {
    await use(this.binding, "delete", { keys: Array.isArray(keys) ? keys : [keys] });
  }

  async list(options: ListOptions = {}): Promise<unknown> {
    const { objects, ...rest } = await use(this.binding, "list", options) as Listed;
    return { objects: objects.map((value) => new R2Object(value)), ...rest };
  }

  async createMultipartUpload(key: string, options: UploadOptions = {}): Promise<R2MultipartUpload> {
    const uploadId = await use(this.binding, "beginUpload", {
      key,
      httpMetadata: httpMetadata(options.httpMetadata),
      customMetadata: options.customMetadata,
    }) as string;
    return new R2MultipartUpload(this.binding, key, uploadId);
  }

  /** Whether there is such an upload shows when something is done with it. */
  resumeMultipartUpload(key: string, uploadId: string): R2MultipartUpload {
    return new R2MultipartUpload(this.binding, key, uploadId);
  }
}

function conditions(given: Conditions | Headers | undefined) {
  if (given === undefined) return undefined;
  if (!(given instanceof Headers)) {
    return {
      etagMatches: list(given.etagMatches),
      etagDoesNotMatch: list(given.etagDoesNotMatch),
      uploadedBefore: given.uploadedBefore?.getTime(),
      uploadedAfter: given.uploadedAfter?.getTime(),
      wholeSeconds: given.secondsGranularity ?? false,
    };
  }
  const time = (name: string) => {
    const value = given.get(name);
    return value === null ? undefined : Date.parse(value);
  };
  return {
    etagMatches: etags(given.get("if-match")),
    etagDoesNotMatch: etags(given.get("if-none-match")),
    uploadedBefore: time("if-unmodified-since"),
    uploadedAfter: time("if-modified-since"),
    wholeSeconds: true,
  };
}

function list(given: string | string[] | undefined): string[] | undefined {
  return typeof given === "string" ? [given] : given;
}

function etags(header: string | null): string[] | undefined {
  return header?.split(",").map((part) => part.trim().replace(/^(?:W\/)?"(.*)"$/, "$1"));
}

function range(given: Range | Headers | undefined): Range | undefined {
  if (!(given instanceof Headers)) return given;
  const match = /^bytes=(\d*)-(\d*)$/.exec(given.get("range")?.trim() ?? "");
  if (!match || match[1] + match[2] === "") return undefined;
  if (match[1] === "") return { suffix: Number(match[2]) };
  const offset = Number(match[1]);
  return match[2] === "" ? { offset } : { offset, length: Number(match[2]) - offset + 1 };
}
