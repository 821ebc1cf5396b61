// Lemon Squeezy API: https://docs.lemonsqueezy.com/api (orders, customers, subscriptions), requests and errors:
// https://docs.lemonsqueezy.com/api/getting-started/requests
import {
  collect,
  filled,
  limitOf,
  path,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  type: null,
  status: null,
  name: null,
  email: null,
  currency: null,
  total: null,
  productName: null,
  storeId: null,
  renewsAt: null,
  createdAt: null,
  items: null,
  hasMore: null,
};

function recordOf({ id, type, attributes = {} }: any) {
  return {
    id,
    type: type ?? null,
    status: attributes.status ?? null,
    name: attributes.user_name ?? attributes.name ?? null,
    email: attributes.user_email ?? attributes.email ?? null,
    currency: attributes.currency ?? null,
    total: attributes.total ?? null,
    productName: attributes.product_name ?? attributes.first_order_item?.product_name ?? null,
    storeId: attributes.store_id ?? null,
    renewsAt: attributes.renews_at ?? null,
    createdAt: attributes.created_at ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const vendor: Vendor = {
    name: "Lemon Squeezy",
    base: params.baseUrl || "https://api.lemonsqueezy.com",
    headers: { authorization: `Bearer ${secret(env, "LEMONSQUEEZY_API_KEY")}`, accept: "application/vnd.api+json" },
    failure: (body) => ({
      code: body.errors?.[0]?.code ?? body.errors?.[0]?.title,
      message: body.errors?.[0]?.detail ?? body.message,
    }),
  };
  if (params.action === "Request") return await rawRequest(vendor, params);
  const get = async (address: string) => {
    return { ...none, ...recordOf((await request(vendor, "GET", address, { expects: "data.id" })).data) };
  };
  const list = async (kind: string, mail: string) => {
    const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1, missing) => {
      // The size must stay the same from page to page.
      const query = {
        "filter[store_id]": params.storeId,
        [`filter[${mail}]`]: params.email,
        "filter[status]": kind === "subscriptions" ? params.status : undefined,
        "page[number]": page,
        "page[size]": page === 1 ? Math.min(missing, 100) : Math.min(limitOf(params.limit), 100),
      };
      const answer = await request(vendor, "GET", `/v1/${kind}`, { query, expects: "data[]" });
      return { items: answer.data, next: page < (answer.meta?.page?.lastPage ?? 1) && page + 1 };
    });
    return { ...none, items: items.map(recordOf), hasMore };
  };
  switch (params.action ?? "List Orders") {
    case "List Orders":
      return await list("orders", "user_email");
    case "Get Order":
      return await get(path`/v1/orders/${params.orderId}`);
    case "List Customers":
      return await list("customers", "email");
    case "Get Customer":
      return await get(path`/v1/customers/${params.customerId}`);
    case "List Subscriptions":
      return await list("subscriptions", "user_email");
    default:
      throw unknownAction("Lemon Squeezy", params.action);
  }
}
