import { type Failure, malformed, NodeError, withoutSecrets } from "./error.ts";
import { type Address, formText, urlOf } from "./address.ts";

/** A vendor's API. */
export interface Vendor {
  /** As messages call it. */
  name: string;
  /** What paths are below. */
  base: string;
  /** Of every request; those without a value are left out. */
  headers?: Record<string, string | undefined>;
  /** What a refusal says: its code and message, and what else is known better than from the status. */
  failure?: (body: any, response: Response) => Failure;
  /** `false`: a write is not sent again after it may have been executed; see `Sending.repeatable`. */
  repeatsWrites?: boolean;
  /** Statuses besides 408, 425, 429 and 5xx after which the same request can succeed. */
  passing?: readonly number[];
  /** A response header that decides whether to retry: `true` or `false`. */
  retryHeader?: string;
}

/** What is sent: `json`, `form`, `multipart`, `text` or `bytes`, or nothing. */
export interface Sending {
  query?: Address;
  headers?: Record<string, string | undefined>;
  json?: unknown;
  form?: unknown;
  multipart?: FormData;
  text?: string;
  bytes?: Uint8Array<ArrayBuffer>;
  /** Of `text` and `bytes`. */
  contentType?: string;
  /** What a right answer has: the path of a member, such as `data.id`; `[]` at its end: a list. */
  expects?: string;
  /** In milliseconds; 30 seconds when it is not given. */
  timeout?: number;
  /** Whether executing it twice has the effect of executing it once; by default all but a POST without an idempotency key. */
  repeatable?: boolean;
}

/** The JSON that a vendor answers; `null` for an empty answer. */
export async function request(vendor: Vendor, method: string, address: string, sending: Sending = {}): Promise<any> {
  return (await requestWithHeaders(vendor, method, address, sending)).body;
}

/** The JSON that a vendor answers, with the headers it came with: some tell the next page there. */
export async function requestWithHeaders(
  vendor: Vendor,
  method: string,
  address: string,
  sending: Sending = {},
): Promise<{ body: any; headers: Headers }> {
  const response = await respond(vendor, method, address, sending, "application/json");
  const retryable = isRepeatable(vendor, method, sending);
  const text = await received(vendor, response, retryable, () => response.text());
  const body = parsed(text);
  const { headers, status } = response;
  if (text === "" && sending.expects === undefined) return { body: null, headers };
  if (body === undefined || !has(body, sending.expects)) throw malformed(vendor.name, status, retryable);
  return { body, headers };
}

/** The text that a vendor answers. */
export async function requestText(vendor: Vendor, method: string, address: string, sending: Sending = {}) {
  const response = await respond(vendor, method, address, sending, undefined);
  return await received(vendor, response, isRepeatable(vendor, method, sending), () => response.text());
}

/** The bytes that a vendor answers, with the headers they came with. */
export async function requestBytes(vendor: Vendor, method: string, address: string, sending: Sending = {}) {
  const response = await respond(vendor, method, address, sending, undefined);
  const isSafe = isRepeatable(vendor, method, sending);
  const bytes = new Uint8Array(await received(vendor, response, isSafe, () => response.arrayBuffer()));
  return { bytes, headers: response.headers, status: response.status };
}

async function respond(
  vendor: Vendor,
  method: string,
  address: string,
  sending: Sending,
  accept: string | undefined,
): Promise<Response> {
  const headers = new Headers();
  const [body, contentType] = bodyOf(sending);
  // Some platforms send no user agent, and some vendors refuse a request without one.
  const given = {
    accept,
    "content-type": contentType,
    "user-agent": "millrace",
    ...vendor.headers,
    ...sending.headers,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) setHeader(vendor, headers, name, value);
  const timeout = sending.timeout ?? 30_000;
  const isSafe = isRepeatable(vendor, method, sending);
  const url = urlOf(vendor.name, vendor.base, address, sending.query);
  let response: Response;
  try {
    response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw unanswered(vendor, new URL(url).host, error, isSafe);
  }
  if (response.ok) return response;
  const text = await received(vendor, response, isSafe, () => response.text());
  const answer = parsed(text);
  const isObject = typeof answer === "object" && answer !== null;
  const said: Failure = (isObject && vendor.failure?.(answer, response)) || {};
  throw new NodeError(vendor.name, {
    status: response.status,
    code: said.code,
    retryable: said.retryable ?? retryHint(vendor, response) ?? isPassing(vendor, response.status, isSafe),
    retryAfter: said.retryAfter ?? retryAfter(response.headers),
    message: said.message || withoutSecrets(text).slice(0, 300),
  });
}

/** The platform's own error may repeat the value, which may be a secret. */
function setHeader(vendor: Vendor, headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    const message = `the header "${name}" has characters that no header has, such as a line break`;
    throw new NodeError(vendor.name, { message });
  }
}

/** By the meaning of methods: https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods, and of the header `idempotency-key`. */
function isRepeatable(vendor: Vendor, method: string, sending: Sending): boolean {
  if (vendor.repeatsWrites !== false) return true;
  return sending.repeatable ?? (method !== "POST" || sending.headers?.["idempotency-key"] !== undefined);
}

/** Whether the same request can succeed later. After 408, 425, 429 and 503 it was not executed; after another 5xx it may have been. */
function isPassing(vendor: Vendor, status: number, isSafe: boolean): boolean {
  if (status === 408 || status === 425 || status === 429 || status === 503) return true;
  return vendor.passing?.includes(status) || (status >= 500 && isSafe);
}

/** What the vendor itself says of another attempt. */
function retryHint(vendor: Vendor, response: Response): boolean | undefined {
  const said = vendor.retryHeader && response.headers.get(vendor.retryHeader);
  return said === "true" ? true : said === "false" ? false : undefined;
}

function bodyOf(
  sending: Sending,
): [body: string | FormData | Uint8Array<ArrayBuffer> | undefined, contentType: string | undefined] {
  if (sending.json !== undefined) return [JSON.stringify(sending.json), "application/json"];
  // A form with files has a boundary, which the platform writes into the content type.
  if (sending.multipart !== undefined) return [sending.multipart, undefined];
  if (sending.form !== undefined) return [formText(sending.form), "application/x-www-form-urlencoded"];
  if (sending.text !== undefined) return [sending.text, sending.contentType ?? "text/plain; charset=utf-8"];
  return [sending.bytes, sending.bytes && (sending.contentType ?? "application/octet-stream")];
}

/** Reads an answer; a connection that breaks meanwhile, or takes too long, is the vendor's failure too. */
async function received<Content>(
  vendor: Vendor,
  response: Response,
  isSafe: boolean,
  read: () => Promise<Content>,
): Promise<Content> {
  try {
    return await read();
  } catch (error) {
    throw unanswered(vendor, host(vendor, response), error, isSafe, response.status);
  }
}

/** Where a response is from; responses that a program makes itself have no address. */
function host(vendor: Vendor, response: Response): string {
  return new URL(response.url || vendor.base).host;
}

function unanswered(vendor: Vendor, host: string, error: unknown, isSafe: boolean, status?: number): NodeError {
  // The platform's own word that no attempt will get through, such as for an address that it blocks.
  if (error instanceof Error && error.name === "NonRetryableError") {
    return new NodeError(vendor.name, { code: "blocked", message: error.message, status, retryable: false });
  }
  const isLate = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  const [code, text] = isLate
    ? ["timeout", `${host} did not answer in time`]
    : ["network", `${host} could not be reached: ${cause(error)}`];
  const message = isSafe ? text : `${text}; the request may have been executed, so it is not sent again`;
  return new NodeError(vendor.name, { code, message, status, retryable: isSafe });
}

/** The platform's innermost reason. It may hold the address, whose path, query and password may be secret. */
function cause(error: any): string {
  let last = error;
  for (let depth = 0; last?.cause !== undefined && last.cause !== null && depth < 8; depth++) last = last.cause;
  const reason = String(last?.message ?? last);
  return reason.replace(/(https?:\/\/)(?:[^\s/@]*@)?([^\s/?#()]*)[^\s()]*/g, "$1$2").slice(0, 200);
}

/**
 * Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after. Some vendors are more exact, in
 * milliseconds (`retry-after-ms`).
 */
function retryAfter(headers: Headers): number | undefined {
  const milliseconds = Number(headers.get("retry-after-ms") ?? NaN);
  if (milliseconds >= 0) return milliseconds / 1_000;
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function has(body: any, expected: string | undefined): boolean {
  if (expected === undefined) return true;
  let value = body;
  for (const part of expected.replace("[]", "").split(".")) if (part !== "") value = value?.[part];
  return expected.endsWith("[]") ? Array.isArray(value) : value !== undefined && value !== null;
}
