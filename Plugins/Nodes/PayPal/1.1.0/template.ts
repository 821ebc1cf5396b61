// PayPal Orders API v2: https://developer.paypal.com/docs/api/orders/v2/, Payments API v2: …/docs/api/payments/v2/,
// idempotency: https://developer.paypal.com/api/rest/reference/idempotency/, tokens: https://developer.paypal.com/api/rest/authentication/
import {
  basic,
  type Call,
  filled,
  flag,
  idempotencyKey,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

function resultOf(answer: any) {
  const unit = answer.purchase_units?.[0];
  const capture = unit?.payments?.captures?.[0];
  const amount = answer.amount ?? capture?.amount ?? unit?.amount;
  const links: any[] = answer.links ?? [];
  return {
    id: answer.id,
    status: answer.status ?? "UNKNOWN",
    amount: amount?.value ?? null,
    currency: amount?.currency_code ?? null,
    approveUrl: links.find((link) => link.rel === "approve" || link.rel === "payer-action")?.href ?? null,
    captureId: capture?.id ?? null,
    payerEmail: answer.payer?.email_address ?? answer.payment_source?.paypal?.email_address ?? null,
    createdAt: answer.create_time ?? null,
  };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const paypal: Vendor = {
    name: "PayPal",
    base: params.baseUrl || (flag(params.sandbox) ? "https://api-m.sandbox.paypal.com" : "https://api-m.paypal.com"),
    failure: (body) => ({
      code: body.details?.[0]?.issue ?? body.name ?? body.error,
      message: body.details?.[0]?.description ?? body.message ?? body.error_description,
    }),
  };
  const login = basic(secret(env, "PAYPAL_CLIENT_ID"), secret(env, "PAYPAL_CLIENT_SECRET"));
  const { access_token } = await request(paypal, "POST", "/v1/oauth2/token", {
    headers: { authorization: login },
    form: { grant_type: "client_credentials" },
    expects: "access_token",
  });
  const authorization = `Bearer ${access_token}`;
  const headers = {
    authorization,
    "paypal-request-id": await idempotencyKey(call),
    "prefer": "return=representation",
  };
  if (params.action === "Request") return await rawRequest(paypal, params, { headers, repeatable: true });
  const expects = "id";
  switch (params.action ?? "Create Order") {
    case "Create Order": {
      const amount = { currency_code: params.currency, value: String(params.amount) };
      const unit = filled({ amount, description: params.description, reference_id: params.referenceId });
      const experience = filled({ return_url: params.returnUrl, cancel_url: params.cancelUrl });
      const order = filled({
        intent: params.intent || "CAPTURE",
        purchase_units: [unit],
        payment_source: Object.keys(experience).length > 0 ? { paypal: { experience_context: experience } } : undefined,
      });
      return resultOf(await request(paypal, "POST", "/v2/checkout/orders", { headers, json: order, expects }));
    }
    case "Capture Order": {
      const address = path`/v2/checkout/orders/${params.orderId}/capture`;
      return resultOf(await request(paypal, "POST", address, { headers, json: {}, expects }));
    }
    case "Get Order": {
      const address = path`/v2/checkout/orders/${params.orderId}`;
      return resultOf(await request(paypal, "GET", address, { headers: { authorization }, expects }));
    }
    case "Refund Capture": {
      const amount = params.refundAmount
        ? { value: String(params.refundAmount), currency_code: required(params.refundCurrency, "refundCurrency") }
        : undefined;
      const body = filled({ amount, note_to_payer: params.note });
      const address = path`/v2/payments/captures/${params.captureId}/refund`;
      return {
        ...resultOf(await request(paypal, "POST", address, { headers, json: body, expects })),
        captureId: params.captureId,
      };
    }
    default:
      throw unknownAction("PayPal", params.action);
  }
}
