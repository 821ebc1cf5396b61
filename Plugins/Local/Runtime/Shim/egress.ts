import { NonRetryableError } from "./cloudflare-workflows.ts";

/** What Deno reports of an address that its rules deny; it names a flag of its own, which nobody here can set. */
const denial = /Requires net access to "([^"]+)"/;
/** What it reports when the proxy refuses a tunnel, whatever the reason. */
const brokenTunnel = "unsuccessful tunnel";
/** The request that failed, in what it reports: the last of those that followed redirects. */
const failedRequest = /for url \((https?:\/\/[^)]+)\)/;
/** Of responses that are the proxy's own: `EgressClient.swift`. */
const marker = "x-millrace-egress";
/** Asks the proxy why a host was not reached: `EgressRequest.swift`. */
const explanations = "http://millrace.invalid/?";

// As they are before any other module runs.
const { fetch } = globalThis;
const { parse } = JSON;

/** Why the proxy did not connect. */
interface Refusal {
  kind: string;
  message: string;
}

function describe({ kind, message }: Refusal): Error {
  // Another attempt meets the same rule.
  if (kind === "blocked") return new NonRetryableError(message);
  return new TypeError(`fetch failed: ${message}`);
}

/** The error of a response of the proxy's own. */
export function refused(body: string): Error {
  try {
    return describe(parse(body));
  } catch {
    return new TypeError("fetch failed: the proxy did not respond");
  }
}

/** The error of an address that is blocked, as the program sees it; `undefined` for any other error. */
export function blocked(error: unknown): Error | undefined {
  // A name is resolved first: what denies its address is the cause of a connection that failed.
  const address = messages(error).map((each) => denial.exec(each)?.[1]).find((found) => found !== undefined);
  if (address === undefined) return undefined;
  return new NonRetryableError(
    `Requests to addresses of this machine or its private networks are blocked: ${address}. ` +
      "Start the server with --local-allow-private to allow them.",
  );
}

/** Tells the proxy, which counts and logs refusals, of one by Deno's own rules. */
function report(error: unknown): void {
  const address = messages(error).map((each) => denial.exec(each)?.[1]).find((found) => found !== undefined);
  if (address !== undefined) explain(address).catch(() => {});
}

/** Of an error and its causes. */
function messages(error: unknown): string[] {
  const found: string[] = [];
  for (let next = error; next instanceof Error && found.length < 8; next = next.cause) found.push(`${next.message}`);
  return found;
}

/** Why a tunnel through the proxy failed; `undefined` for any other error. */
async function explained(error: unknown): Promise<Error | undefined> {
  const all = messages(error);
  if (!all.some((message) => message.includes(brokenTunnel))) return undefined;
  const address = all.map((message) => failedRequest.exec(message)?.[1]).find((found) => found !== undefined);
  if (address === undefined) return undefined;
  const { hostname, port, protocol } = new URL(address);
  return await explain(`${hostname}:${port || (protocol === "https:" ? 443 : 80)}`);
}

/** Why the last connection to a host failed. */
async function explain(authority: string): Promise<Error | undefined> {
  const response = await fetch(explanations + authority);
  const refusal = parse(await response.text()) as Refusal | null;
  return refusal ? describe(refusal) : undefined;
}

/** `fetch` that reports what the proxy refused as what it is. */
export function reporting(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      report(error);
      throw blocked(error) ?? await explained(error).catch(() => undefined) ?? error;
    }
    if (response.headers.has(marker)) throw refused(await response.text());
    return response;
  };
}
