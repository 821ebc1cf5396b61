import { content } from "./bytes.ts";
import { type ObjectValue, R2Object } from "./r2-object.ts";
import { use } from "./use.ts";

interface UploadedPart {
  partNumber: number;
  etag: string;
}

/** An upload in parts, which may have ended. */
export class R2MultipartUpload {
  readonly #binding: string;

  constructor(binding: string, readonly key: string, readonly uploadId: string) {
    this.#binding = binding;
  }

  async uploadPart(partNumber: number, value: unknown): Promise<UploadedPart> {
    const { key, uploadId } = this;
    const body = content(value, "A part");
    const etag = await use(this.#binding, "uploadPart", { key, uploadId, partNumber }, body) as string;
    return { partNumber, etag };
  }

  async complete(uploadedParts: UploadedPart[]): Promise<R2Object> {
    const { key, uploadId } = this;
    const parts = uploadedParts.map(({ partNumber, etag }) => ({ partNumber, etag }));
    return new R2Object(await use(this.#binding, "completeUpload", { key, uploadId, parts }) as ObjectValue);
  }

  async abort(): Promise<void> {
    const { key, uploadId } = this;
    await use(this.#binding, "abortUpload", { key, uploadId });
  }
}
