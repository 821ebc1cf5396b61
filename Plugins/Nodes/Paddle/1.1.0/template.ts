// Paddle Billing API: https://developer.paddle.com/api-reference/overview, paging: …/about/pagination, errors: …/about/errors
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  orAlready,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  status: null,
  name: null,
  email: null,
  description: null,
  customerId: null,
  subscriptionId: null,
  currency: null,
  total: null,
  nextBilledAt: null,
  createdAt: null,
  updatedAt: null,
  items: null,
  hasMore: null,
};

function recordOf(record: any) {
  return {
    id: record.id,
    status: record.status ?? null,
    name: record.name ?? null,
    email: record.email ?? null,
    description: record.description ?? null,
    customerId: record.customer_id ?? null,
    subscriptionId: record.subscription_id ?? null,
    currency: record.currency_code ?? null,
    total: record.details?.totals?.total ?? null,
    nextBilledAt: record.next_billed_at ?? null,
    createdAt: record.created_at ?? null,
    updatedAt: record.updated_at ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const paddle: Vendor = {
    name: "Paddle",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || (flag(params.sandbox) ? "https://sandbox-api.paddle.com" : "https://api.paddle.com"),
    headers: { "authorization": `Bearer ${secret(env, "PADDLE_API_KEY")}`, "paddle-version": "1" },
    failure: ({ error }) => ({ code: error?.code, message: error?.detail }),
  };
  if (params.action === "Request") return await rawRequest(paddle, params);
  const get = async (address: string) => {
    return { ...none, ...recordOf((await request(paddle, "GET", address, { expects: "data.id" })).data) };
  };
  const list = async (kind: string, most: number) => {
    const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
      const query = {
        customer_id: kind === "products" ? undefined : params.ofCustomer,
        status: params.status,
        per_page: Math.min(missing, most),
        after,
      };
      const answer = await request(paddle, "GET", `/${kind}`, { query, expects: "data[]" });
      const { has_more } = answer.meta?.pagination ?? {};
      return { items: answer.data, next: has_more && answer.data.at(-1)?.id };
    });
    return { ...none, items: items.map(recordOf), hasMore };
  };
  switch (params.action ?? "List Transactions") {
    case "List Transactions":
      return await list("transactions", 30);
    case "Get Transaction":
      return await get(path`/transactions/${params.transactionId}`);
    case "List Subscriptions":
      return await list("subscriptions", 200);
    case "Get Customer":
      return await get(path`/customers/${params.customerId}`);
    case "List Products":
      return await list("products", 200);
    case "Get Subscription":
      return await get(path`/subscriptions/${params.subscriptionId}`);
    case "Cancel Subscription": {
      const body = { effective_from: params.effectiveFrom ?? "next_billing_period" };
      const sending = { json: body, expects: "data.id", repeatable: true };
      const subscription = path`/subscriptions/${params.subscriptionId}`;
      const answer = await orAlready(
        ({ status }) => status === 400,
        () => request(paddle, "POST", `${subscription}/cancel`, sending),
        async () => {
          const found = await request(paddle, "GET", subscription, { expects: "data.id" });
          const isCanceled = found.data.status === "canceled";
          const isScheduled = found.data.scheduled_change?.action === "cancel";
          return isCanceled || isScheduled && body.effective_from !== "immediately" ? found : undefined;
        },
      );
      return { ...none, ...recordOf(answer.data) };
    }
    case "Refund Transaction": {
      // https://developer.paddle.com/api-reference/adjustments/create-adjustment
      const body = filled({
        action: "refund",
        transaction_id: params.transactionId,
        reason: required(params.reason, "reason"),
        type: params.items ? "partial" : "full",
        items: json(params.items, "items"),
      });
      const { data } = await request(paddle, "POST", "/adjustments", { json: body, expects: "data.id" });
      return { ...none, ...recordOf(data) };
    }
    case "Create Customer": {
      const body = filled({ email: params.email, name: params.name });
      const { data } = await request(paddle, "POST", "/customers", { json: body, expects: "data.id" });
      return { ...none, ...recordOf(data) };
    }
    default:
      throw unknownAction("Paddle", params.action);
  }
}
