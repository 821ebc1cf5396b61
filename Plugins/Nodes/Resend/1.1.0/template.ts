// Resend API: https://resend.com/docs/api-reference/emails/send-email, …/retrieve-email, …/cancel-email, idempotency:
// https://resend.com/docs/dashboard/emails/idempotency-keys, errors: https://resend.com/docs/api-reference/errors
import {
  type Call,
  filled,
  idempotencyKey,
  json,
  keyed,
  list,
  NodeError,
  path,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { status: null, from: null, to: null, subject: null, createdAt: null, scheduledAt: null };

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const resend: Vendor = {
    name: "Resend",
    base: params.baseUrl || "https://api.resend.com",
    headers: { authorization: `Bearer ${secret(env, "RESEND_API_KEY")}` },
    failure: (body) => ({
      code: body.name,
      message: body.message,
      // The same key with another body stays refused.
      retryable: body.name === "concurrent_idempotent_requests" ||
        (/quota_exceeded$/.test(body.name ?? "") ? false : undefined),
    }),
  };
  if (params.action === "Request") return await rawRequest(resend, params, await keyed(params, call));
  const expects = "id";
  switch (params.action ?? "Send Email") {
    case "Send Email": {
      if (!params.html && !params.text) throw new NodeError("Resend", { message: "a mail needs HTML or a text" });
      const addresses = (value: unknown) => list(value).length > 0 ? list(value) : undefined;
      const [to, subject] = [list(params.to), params.subject];
      const mail = filled({
        from: params.from,
        to,
        subject,
        html: params.html,
        text: params.text,
        cc: addresses(params.cc),
        bcc: addresses(params.bcc),
        reply_to: addresses(params.replyTo),
        scheduled_at: params.scheduledAt,
        attachments: json(params.attachments, "attachments"),
        tags: json(params.tags, "tags"),
        headers: json(params.headers, "headers"),
      });
      const headers = { "idempotency-key": await idempotencyKey(call) };
      const { id } = await request(resend, "POST", "/emails", { headers, json: mail, expects });
      return { ...none, id, from: params.from, to, subject, scheduledAt: params.scheduledAt || null };
    }
    case "Get Email": {
      const mail = await request(resend, "GET", path`/emails/${params.emailId}`, { expects });
      return {
        id: mail.id,
        status: mail.last_event ?? null,
        from: mail.from ?? null,
        to: mail.to ?? null,
        subject: mail.subject ?? null,
        createdAt: mail.created_at ?? null,
        scheduledAt: mail.scheduled_at ?? null,
      };
    }
    case "Cancel Email": {
      const { id } = await request(resend, "POST", path`/emails/${params.emailId}/cancel`, { expects });
      return { ...none, id, status: "canceled" };
    }
    default:
      throw unknownAction("Resend", params.action);
  }
}
