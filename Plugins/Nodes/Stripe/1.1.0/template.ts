// Stripe API: https://docs.stripe.com/api, errors: https://docs.stripe.com/api/errors,
// idempotency: https://docs.stripe.com/api/idempotent_requests
import {
  type Call,
  collect,
  filled,
  flag,
  idempotencyKey,
  isGone,
  json,
  keyed,
  limitOf,
  numberOf,
  orAlready,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

type Sent = [method: string, path: string, form?: Record<string, unknown>];

function sending(params: any): Sent {
  const { currency, customer, description } = params;
  const [amount, metadata] = [numberOf(params.amount, "amount"), json(params.metadata, "metadata")];
  switch (params.action ?? "Create Payment Intent") {
    case "Create Payment Intent":
      return ["POST", "/v1/payment_intents", {
        amount,
        currency,
        customer,
        description,
        metadata,
        payment_method: params.paymentMethod,
        confirm: flag(params.confirm),
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        capture_method: params.captureMethod,
      }];
    case "Retrieve Payment Intent":
      return ["GET", path`/v1/payment_intents/${params.paymentIntentId}`];
    case "Create Customer":
      return ["POST", "/v1/customers", {
        email: params.email,
        name: params.name,
        phone: params.phone,
        description,
        metadata,
      }];
    case "Retrieve Customer":
      return ["GET", path`/v1/customers/${params.customerId}`];
    case "Create Charge":
      return ["POST", "/v1/charges", { amount, currency, customer, source: params.source, description, metadata }];
    case "Create Refund":
      return ["POST", "/v1/refunds", {
        payment_intent: params.chargeId ? undefined : required(params.paymentIntentId, "paymentIntentId"),
        charge: params.chargeId,
        amount: numberOf(params.refundAmount, "refundAmount"),
        reason: params.reason,
        metadata,
      }];
    case "Update Customer":
      return ["POST", path`/v1/customers/${params.customerId}`, {
        email: params.email,
        name: params.name,
        phone: params.phone,
        description,
        metadata,
      }];
    case "Capture Payment Intent":
      return ["POST", path`/v1/payment_intents/${params.paymentIntentId}/capture`, { amount_to_capture: amount }];
    case "Cancel Payment Intent":
      return ["POST", path`/v1/payment_intents/${params.paymentIntentId}/cancel`, {}];
    case "Create Checkout Session":
      return ["POST", "/v1/checkout/sessions", {
        mode: params.mode ?? "payment",
        success_url: params.successUrl,
        cancel_url: params.cancelUrl,
        customer,
        customer_email: customer ? undefined : params.email,
        line_items: items(params),
        metadata,
      }];
    case "Create Payment Link":
      return ["POST", "/v1/payment_links", { line_items: items(params), metadata }];
    case "Create Product":
      return ["POST", "/v1/products", { name: params.name, description, metadata }];
    case "Create Price":
      return ["POST", "/v1/prices", {
        product: params.productId,
        unit_amount: amount,
        currency,
        recurring: params.interval ? { interval: params.interval } : undefined,
        metadata,
      }];
    case "Create Subscription":
      return ["POST", "/v1/subscriptions", {
        customer: required(customer, "customer"),
        items: items(params),
        trial_period_days: numberOf(params.trialDays, "trialDays"),
        metadata,
      }];
    case "Cancel Subscription":
      return ["DELETE", path`/v1/subscriptions/${params.subscriptionId}`];
    case "Create Invoice":
      return ["POST", "/v1/invoices", {
        customer: required(customer, "customer"),
        description,
        auto_advance: flag(params.autoAdvance),
        metadata,
      }];
    case "Finalize Invoice":
      return ["POST", path`/v1/invoices/${params.invoiceId}/finalize`, {}];
    default:
      throw unknownAction("Stripe", params.action);
  }
}

/** `[{price, quantity}]`, or one price. */
function items(params: any): unknown[] {
  const given = json(params.items, "items");
  if (given) return Array.isArray(given) ? given : [given];
  return [{ price: required(params.priceId, "priceId"), quantity: numberOf(params.quantity, "quantity") ?? 1 }];
}

/** What is listed, as its vendor's own page calls it. */
const lists: Record<string, string> = {
  "List Customers": "customers",
  "List Payment Intents": "payment_intents",
  "List Charges": "charges",
  "List Subscriptions": "subscriptions",
  "List Invoices": "invoices",
  "List Prices": "prices",
};

/** The id of what may be given whole. */
function idOf(value: any): string | null {
  return (typeof value === "object" ? value?.id : value) ?? null;
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const stripe: Vendor = {
    name: "Stripe",
    base: params.baseUrl || "https://api.stripe.com",
    headers: { "authorization": `Bearer ${secret(env, "STRIPE_SECRET_KEY")}`, "stripe-version": "2025-03-31.basil" },
    // stripe-node repeats a conflict, and obeys this header: https://docs.stripe.com/error-low-level ("Retry")
    passing: [409],
    retryHeader: "stripe-should-retry",
    failure: (body) => ({
      code: body.error?.decline_code ?? body.error?.code ?? body.error?.type,
      message: body.error?.message,
    }),
  };
  if (params.action === "Request") return await rawRequest(stripe, params, await keyed(params, call), "form");
  const kind = lists[params.action];
  if (kind) {
    // https://docs.stripe.com/api/pagination; search: https://docs.stripe.com/search
    const isSearch = params.query !== undefined;
    const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
      const place = isSearch ? { query: params.query, page: cursor } : {
        starting_after: cursor,
        customer: kind === "customers" || kind === "prices" ? undefined : params.customer,
        email: kind === "customers" ? params.email : undefined,
        status: kind === "subscriptions" || kind === "invoices" ? params.status : undefined,
      };
      const query = { limit: Math.min(missing, 100), ...place };
      const answer = await request(stripe, "GET", `/v1/${kind}${isSearch ? "/search" : ""}`, {
        query,
        expects: "data[]",
      });
      return { items: answer.data as any[], next: answer.has_more && (answer.next_page ?? answer.data.at(-1)?.id) };
    });
    return { items, hasMore };
  }
  const [method, address, form] = sending(params);
  const headers = method === "POST" ? { "idempotency-key": await idempotencyKey(call) } : undefined;
  const change = () => request(stripe, method, address, { headers, form, expects: "id" });
  // A subscription that is canceled is canceled; what else is sent again has its key.
  const answer = method !== "DELETE" ? await change() : await orAlready(isGone, change, async () => {
    const found = await request(stripe, "GET", address, { expects: "id" });
    return found.status === "canceled" ? found : undefined;
  });
  return {
    id: answer.id,
    object: answer.object,
    status: answer.status ?? null,
    amount: answer.amount ?? null,
    currency: answer.currency ?? null,
    customer: answer.object === "customer" ? answer.id : idOf(answer.customer),
    clientSecret: answer.client_secret ?? null,
    paymentIntent: answer.object === "payment_intent" ? answer.id : idOf(answer.payment_intent),
    charge: answer.object === "charge" ? answer.id : idOf(answer.charge ?? answer.latest_charge),
    email: answer.email ?? null,
    name: answer.name ?? null,
    receiptUrl: answer.receipt_url ?? null,
    url: answer.url ?? answer.hosted_invoice_url ?? null,
    created: answer.created ?? null,
    livemode: answer.livemode ?? null,
  };
}
