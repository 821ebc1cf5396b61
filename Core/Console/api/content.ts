import { ApiError } from "./ApiError";
import { errorOf } from "./client";
import { connection } from "./connection";

/** Bytes of a resource, as they are. */
export interface Content {
  bytes: ArrayBuffer;
  type: string;
}

/** Reads a resource that is not JSON of the API: a value of KV, an object of R2. */
export async function getContent(url: string): Promise<Content> {
  const response = await fetchContent(url, {});
  return { bytes: await response.arrayBuffer(), type: response.headers.get("Content-Type") ?? "" };
}

/** Writes one. */
export async function putContent(url: string, body: Blob | string): Promise<void> {
  // The type of what is stored is named in the query: the body is bytes, also when it looks like JSON.
  await fetchContent(url, { method: "PUT", body, headers: { "Content-Type": "application/octet-stream" } });
}

async function fetchContent(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    connection.lost();
    throw new ApiError(0, null);
  }
  connection.reached();
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** Has the browser save bytes as a file. */
export function saveContent({ bytes, type }: Content, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.split("/").pop() || name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The text of bytes; `null` if they are not UTF-8 text. */
export function textOf(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
