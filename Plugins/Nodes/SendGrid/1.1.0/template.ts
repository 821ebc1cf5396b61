// SendGrid Mail Send v3: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
import {
  filesOf,
  filled,
  flag,
  json,
  list,
  NodeError,
  numberOf,
  rawRequest,
  repeatsWrites,
  requestBytes,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

export default async function (env: any, given: any) {
  const params = filled(given);
  const sendgrid: Vendor = {
    name: "SendGrid",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.sendgrid.com",
    headers: { authorization: `Bearer ${secret(env, "SENDGRID_API_KEY")}` },
    failure: ({ errors }) => ({ code: errors?.[0]?.error_id ?? errors?.[0]?.field, message: errors?.[0]?.message }),
  };
  if (params.action === "Request") return await rawRequest(sendgrid, params);
  const action = params.action ?? "Send Email";
  if (action !== "Send Email" && action !== "Send Template Email") throw unknownAction("SendGrid", action);
  const people = (value: unknown) => {
    const emails = list(value).map((email) => ({ email }));
    return emails.length > 0 ? emails : undefined;
  };
  // Apart, nobody sees who else got it.
  const recipients: unknown[] = flag(params.apart) ? list(params.to) : [params.to];
  const isTemplate = action === "Send Template Email";
  const content = [["text/plain", params.text], ["text/html", params.html]].filter(([, value]) => value)
    .map(([type, value]) => ({ type, value }));
  if (!isTemplate && content.length === 0) throw new NodeError("SendGrid", { message: "a mail needs HTML or a text" });
  const attachments = filesOf(params.attachments, "attachments").map((file) => ({
    content: file.base64,
    type: file.contentType,
    filename: file.name ?? "file",
    disposition: "attachment",
  }));
  const categories = list(params.categories);
  const mail = filled({
    personalizations: recipients.map((to) =>
      filled({
        to: people(to),
        cc: people(params.cc),
        bcc: people(params.bcc),
        dynamic_template_data: isTemplate ? json(params.templateData, "templateData") : undefined,
      })
    ),
    from: filled({ email: params.from, name: params.fromName }),
    reply_to: params.replyTo ? { email: params.replyTo } : undefined,
    subject: isTemplate ? undefined : params.subject,
    content: isTemplate ? undefined : content,
    template_id: isTemplate ? params.templateId : undefined,
    // https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send#request-body ("attachments")
    attachments: attachments.length > 0 ? attachments : undefined,
    custom_args: json(params.customArgs, "customArgs"),
    asm: params.unsubscribeGroup ? { group_id: numberOf(params.unsubscribeGroup, "unsubscribeGroup") } : undefined,
    categories: categories.length > 0 ? categories : undefined,
    send_at: numberOf(params.sendAt, "sendAt"),
    mail_settings: flag(params.sandbox) ? { sandbox_mode: { enable: true } } : undefined,
  });
  // The answer has no content: the id is a header.
  const { headers } = await requestBytes(sendgrid, "POST", "/v3/mail/send", { json: mail });
  return { accepted: true, messageId: headers.get("x-message-id"), to: list(params.to) };
}
