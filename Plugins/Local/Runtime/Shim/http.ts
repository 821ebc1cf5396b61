// Requests and responses as values that travel, their bodies as streams.
import { received } from "./streams.ts";

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

export function responseValue({ status, statusText, headers }: Response): ResponseValue {
  return { status, statusText, headers: [...headers] };
}

export function response({ status, statusText, headers, body }: ResponseValue): Response {
  return new Response(body === undefined ? null : received(body), { status, statusText, headers });
}
