// Requests and responses as values that travel, their bodies as streams.
import { received } from "./streams.ts";

/** Of a response's headers and status text, in characters ("Workers: Limits" of Cloudflare's documentation). */
const longestHead = 128 * 1024;

export interface RequestValue {
  method: string;
  url: string;
  headers: [string, string][];
}

export interface ResponseValue {
  status: number;
  statusText: string;
  headers: [string, string][];
  /** A stream. */
  body?: number;
}

export function requestValue({ method, url, headers }: Request): RequestValue {
  return { method, url, headers: [...headers] };
}

export function request({ method, url, headers }: RequestValue, body: number | undefined, signal: AbortSignal) {
  return new Request(url, { method, headers, body: body === undefined ? undefined : received(body), signal });
}

/** Throws where it is larger than a response's head may be. */
export function responseValue({ status, statusText, headers }: Response): ResponseValue {
  const value: ResponseValue = { status, statusText, headers: [...headers] };
  let length = value.statusText.length;
  for (const [name, content] of value.headers) length += name.length + content.length;
  if (length > longestHead) throw new TypeError("The headers of the response are larger than 128 KiB");
  return value;
}

export function response({ status, statusText, headers, body }: ResponseValue): Response {
  return new Response(body === undefined ? null : received(body), { status, statusText, headers });
}
