import { collect } from "./paging.ts";
import { request, type Sending, type Vendor } from "./request.ts";

/** Microsoft Graph: https://learn.microsoft.com/en-us/graph/errors, throttling: https://learn.microsoft.com/en-us/graph/throttling */
export function graphVendor(name: string, token: string, params: any): Vendor {
  return {
    name,
    base: params.baseUrl || "https://graph.microsoft.com",
    headers: { authorization: `Bearer ${token}` },
    failure: ({ error }) => ({ code: error?.code, message: error?.message }),
  };
}

/** A list of Graph: each page names the address of the next (Paging Microsoft Graph data in your app). */
export async function graphList(vendor: Vendor, address: string, limit: number, sending: Sending) {
  return await collect(limit, async (next: string | undefined) => {
    const more = { headers: sending.headers, expects: "value[]" };
    const answer = next
      ? await request(vendor, "GET", next, more)
      : await request(vendor, "GET", address, { ...sending, ...more });
    return { items: answer.value as any[], next: withoutHost(answer["@odata.nextLink"]) };
  });
}

/** A text in an OData expression: a quote in it is doubled. */
export function odataText(value: unknown): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** The path and query of an address that a vendor returned, such as that of the next page; its host is not followed. */
export function withoutHost(address: string | null | undefined): string | undefined {
  if (!address) return undefined;
  const { pathname, search } = new URL(address, "https://vendor.invalid");
  return pathname + search;
}
