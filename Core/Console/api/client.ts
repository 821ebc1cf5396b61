import { ApiError } from "./ApiError";
import { connection } from "./connection";
import { randomKey } from "./randomKey";
import { nextRequestId } from "./requestId";
import type { Paths, Problem } from "./types";
import { urlOf, type Values } from "./url";

export type Method = "get" | "post" | "put" | "patch" | "delete";
/** The templates of paths that support a method. */
export type PathOf<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, unknown> ? P : never;
}[keyof Paths];
export type Operation<M extends Method, P extends PathOf<M>> = Paths[P] extends Record<M, infer O> ? O : never;
export type ResponseOf<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { response: infer R } ? R
  : never;

type Member<O, Name extends string> = O extends Record<Name, infer V> ? V : never;
type Argument<Name extends string, V> = [V] extends [undefined] ? unknown
  : undefined extends V ? { [N in Name]?: V }
  : Record<never, never> extends V ? { [N in Name]?: V }
  : { [N in Name]: V };

/** What an operation needs: `path`, `query` and `body`, as its description in the API has them. */
export type ArgumentsOf<M extends Method, P extends PathOf<M>> =
  & Argument<"path", Member<Operation<M, P>, "path">>
  & Argument<"query", Member<Operation<M, P>, "query">>
  & Argument<"body", Member<Operation<M, P>, "body">>;

export interface SendOptions {
  /** The `ETag` that the resource must still have; otherwise the request fails with 412. */
  ifMatch?: string;
  /** `*` creates only: the request fails with 412 if the resource is there already. */
  ifNoneMatch?: "*";
  signal?: AbortSignal;
  /** A POST that changes nothing: its response needs no key to be found again by. */
  isQuery?: boolean;
  /** Reads the response; the default is `JSON.parse`. */
  parse?(text: string): unknown;
}

export interface Reply<T> {
  value: T;
  /** The `ETag` of the response. */
  tag: string | null;
}

/** The longest that a request waits by itself when the rate limit is reached, in seconds. */
const patience = 20;

/** Sends a request and returns the decoded response. */
export async function send<M extends Method, P extends PathOf<M>>(
  method: M,
  template: P,
  args: ArgumentsOf<M, P>,
  options: SendOptions = {},
): Promise<ResponseOf<M, P>> {
  return (await sendForReply(method, template, args, options)).value;
}

/** As `send`, with the response's `ETag`. */
export async function sendForReply<M extends Method, P extends PathOf<M>>(
  method: M,
  template: P,
  args: ArgumentsOf<M, P>,
  options: SendOptions = {},
): Promise<Reply<ResponseOf<M, P>>> {
  const { path, query, body } = args as { path?: Values; query?: Values; body?: unknown };
  return await request(method, urlOf(template, path, query), body, options) as Reply<ResponseOf<M, P>>;
}

/** Sends a request to an address that the API does not describe by itself, such as a resource of a plugin. */
export async function request(
  method: Method,
  url: string,
  body?: unknown,
  options: SendOptions = {},
): Promise<Reply<unknown>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "get") headers["X-Request-Id"] = nextRequestId();
  if (options.ifMatch) headers["If-Match"] = options.ifMatch;
  if (options.ifNoneMatch) headers["If-None-Match"] = options.ifNoneMatch;
  // A retry after a lost response is executed once.
  if (method === "post" && !options.isQuery && !url.startsWith("/api/auth/")) headers["Idempotency-Key"] = randomKey();
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: options.signal ?? null,
  };
  return await attempt(url, init, options, 2);
}

async function attempt(
  url: string,
  init: RequestInit,
  options: SendOptions,
  retries: number,
): Promise<Reply<unknown>> {
  const { signal, parse = JSON.parse } = options;
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    connection.lost();
    throw new ApiError(0, null);
  }
  connection.reached();
  if (response.ok) {
    const text = await response.text();
    return { value: text ? parse(text) : undefined, tag: response.headers.get("ETag") };
  }
  const error = await errorOf(response);
  if (error.status === 429 && retries > 0 && (error.retryAfter ?? patience + 1) <= patience) {
    await pause((error.retryAfter ?? 1) * 1000);
    if (!signal?.aborted) return await attempt(url, init, options, retries - 1);
  }
  if (error.status === 401 && !url.startsWith("/api/auth/")) connection.signedOut();
  throw error;
}

export async function errorOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  let problem: Problem | null = null;
  try {
    problem = await response.json() as Problem;
  } catch {
    // A proxy's page: the status alone describes it.
  }
  return new ApiError(response.status, problem, Number.isFinite(seconds) ? seconds : null);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
