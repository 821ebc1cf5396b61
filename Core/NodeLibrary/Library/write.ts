import { repeatsWrites } from "./raw.ts";
import { request, type Sending, type Vendor } from "./request.ts";

/** A vendor to which a write is sent again only where a form allows it; see `Vendor.repeatsWrites`. */
export function writing(vendor: Vendor, params: { retryWrites?: unknown }): Vendor {
  return { ...vendor, repeatsWrites: repeatsWrites(params) };
}

/** Sends what a second attempt would repeat, whatever its method: the step ends when the outcome is unknown. */
export async function write(
  vendor: Vendor,
  params: { retryWrites?: unknown },
  method: string,
  address: string,
  sending: Sending = {},
): Promise<any> {
  return await request(writing(vendor, params), method, address, { repeatable: false, ...sending });
}
