import { NonRetryableError } from "./cloudflare-workflows.ts";

/** What Deno says of an address that its rules deny; it names a flag of its own, which nobody here can set. */
const denial = /Requires net access to "([^"]+)"/;

/** The error of an address that is blocked, as the program sees it; `undefined` for any other error. */
export function blocked(error: unknown): Error | undefined {
  // A name is resolved first: what denies its address is the cause of a connection that failed.
  const errors: Error[] = [];
  for (let next = error; next instanceof Error && errors.length < 8; next = next.cause) errors.push(next);
  const address = errors.map((each) => denial.exec(`${each.message}`)?.[1]).find((found) => found !== undefined);
  if (address === undefined) return undefined;
  return new NonRetryableError(
    `Requests to addresses of this machine or its private networks are blocked: ${address}. ` +
      "Start the server with --local-allow-private to allow them.",
  );
}

/** `fetch` that reports an address which is blocked as what it is: another attempt meets the same rule. */
export function reporting(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      throw blocked(error) ?? error;
    }
  };
}
