// Resend API: https://resend.com/docs/api-reference/emails/send-email, …/retrieve-email, …/cancel-email, idempotency:
// https://resend.com/docs/dashboard/emails/idempotency-keys, errors: https://resend.com/docs/api-reference/errors
import {
  type Call,
  fileOf,
  filled,
  flag,
  idempotencyKey,
  json,
  keyed,
  list,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { status: null, from: null, to: null, subject: null, createdAt: null, scheduledAt: null };

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const resend: Vendor = {
    name: "Resend",
    repeatsWrites: repeatsWrites(params),
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
      // Files of steps, or Resend's own form.
      const given = json(params.attachments, "attachments");
      const attachments = (given === undefined ? [] : Array.isArray(given) ? given : [given]).map((one: any) => {
        if (typeof one?.base64 !== "string") return one;
        const file = fileOf(one, "attachments")!;
        return { filename: file.name ?? "file", content: file.base64, content_type: file.contentType };
      });
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
        attachments: attachments.length > 0 ? attachments : undefined,
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
      const { id } = await request(resend, "POST", path`/emails/${params.emailId}/cancel`, {
        expects,
        repeatable: true,
      });
      return { ...none, id, status: "canceled" };
    }
    case "Update Email": {
      const sending = { json: { scheduled_at: required(params.scheduledAt, "scheduledAt") }, expects };
      const { id } = await request(resend, "PATCH", path`/emails/${params.emailId}`, sending);
      return { ...none, id, scheduledAt: params.scheduledAt };
    }
    case "Send Batch": {
      const headers = { "idempotency-key": await idempotencyKey(call) };
      const sending = { headers, json: json(required(params.emails, "emails"), "emails"), expects: "data[]" };
      const { data } = await request(resend, "POST", "/emails/batch", sending);
      return { ...none, id: data[0]?.id ?? null, ids: data.map((one: any) => one.id) };
    }
    case "Create Contact": {
      const contact = filled({
        email: params.email,
        first_name: params.firstName,
        last_name: params.lastName,
        unsubscribed: flag(params.unsubscribed),
      });
      // https://resend.com/docs/api-reference/contacts/create-contact
      const address = params.audienceId ? path`/audiences/${params.audienceId}/contacts` : "/contacts";
      const { id } = await request(resend, "POST", address, { json: contact, expects });
      return { ...none, id };
    }
    default:
      throw unknownAction("Resend", params.action);
  }
}
