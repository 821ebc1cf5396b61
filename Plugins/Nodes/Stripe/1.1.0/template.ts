// Stripe API: https://docs.stripe.com/api, errors: https://docs.stripe.com/api/errors,
// idempotency: https://docs.stripe.com/api/idempotent_requests
import {
  type Call,
  filled,
  flag,
  idempotencyKey,
  json,
  keyed,
  numberOf,
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
    default:
      throw unknownAction("Stripe", params.action);
  }
}

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
  const [method, address, form] = sending(params);
  const headers = method === "POST" ? { "idempotency-key": await idempotencyKey(call) } : undefined;
  const answer = await request(stripe, method, address, { headers, form, expects: "id" });
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
    created: answer.created ?? null,
    livemode: answer.livemode ?? null,
  };
}
