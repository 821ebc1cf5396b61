import { NodeError } from "./error.ts";
import { request, type Sending, type Vendor } from "./request.ts";

/**
 * Deletes what is at an address. What is not there any more counts as deleted: an attempt before may have done it, and
 * its response may have been lost.
 *
 * @param gone The vendor's codes for what is absent; by default every 404 and 410 means that.
 */
export async function remove(
  vendor: Vendor,
  address: string,
  sending: Sending = {},
  gone?: readonly (string | number)[],
): Promise<any> {
  try {
    return await request(vendor, "DELETE", address, sending);
  } catch (error) {
    if (isGone(error, gone)) return null;
    throw error;
  }
}

/**
 * What an attempt before has changed is changed: where a vendor refuses a change in a certain way, what is there decides.
 * @param now - Reads it; gives the result when it is as the change would have it, or else nothing.
 */
export async function orAlready<Result>(
  isRefused: (error: NodeError) => boolean,
  change: () => Promise<Result>,
  now: () => Promise<Result | undefined>,
): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof NodeError) || !isRefused(error)) throw error;
    const found = await now();
    if (found === undefined) throw error;
    return found;
  }
}

/** Whether a vendor refused because something is not there. */
export function isGone(error: unknown, gone?: readonly (string | number)[]): boolean {
  if (!(error instanceof NodeError)) return false;
  if (gone) return gone.some((code) => String(code) === error.code);
  return error.status === 404 || error.status === 410;
}
