// Postmark API: https://postmarkapp.com/developer/api/email-api, …/templates-api, …/messages-api, …/bounce-api, errors:
// https://postmarkapp.com/developer/api/overview#error-codes
import {
  base64,
  collect,
  contentsOf,
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  messageId: null,
  to: null,
  submittedAt: null,
  status: null,
  results: null,
  messages: null,
  bounces: null,
  hasMore: null,
  details: null,
};

/** What a mail with a text and one of a template have in common. */
function envelope(params: any): Record<string, unknown> {
  const headers = Object.entries(json(params.headers, "headers") ?? {}).map(([Name, Value]) => ({
    Name,
    Value: String(Value),
  }));
  const attachments = contentsOf(params.attachments, "attachments").map(({ name, contentType, bytes }) => ({
    Name: name ?? "file",
    Content: base64(bytes),
    ContentType: contentType,
  }));
  return filled({
    From: required(params.from, "from"),
    To: required(params.to, "to"),
    Cc: params.cc,
    Bcc: params.bcc,
    ReplyTo: params.replyTo,
    Tag: params.tag,
    MessageStream: params.stream,
    Metadata: json(params.metadata, "metadata"),
    Headers: headers.length > 0 ? headers : undefined,
    Attachments: attachments.length > 0 ? attachments : undefined,
    TrackLinks: params.trackLinks,
    TrackOpens: flag(params.trackOpens),
  });
}

function sentOf(answer: any) {
  return {
    messageId: answer.MessageID,
    to: answer.To ?? null,
    submittedAt: answer.SubmittedAt ?? null,
    status: "sent",
  };
}

/** A list, of which a request tells at most 500 items, and of all the first 10,000: Messages API, "count" and "offset". */
async function listed(
  postmark: Vendor,
  address: string,
  member: string,
  limit: number,
  query: Record<string, unknown>,
) {
  return await collect(Math.min(limit, 10_000), async (offset: number = 0, missing) => {
    const asked = { ...query as any, count: Math.min(missing, 500, 10_000 - offset), offset };
    const answer = await request(postmark, "GET", address, { query: asked, expects: `${member}[]` });
    const items: any[] = answer[member];
    const next = offset + items.length;
    return { items, next: items.length > 0 && next < Math.min(answer.TotalCount ?? 0, 10_000) && next };
  });
}

export default async function (env: any, params: any) {
  const postmark: Vendor = {
    name: "Postmark",
    base: params.baseUrl || "https://api.postmarkapp.com",
    headers: { "x-postmark-server-token": secret(env, "POSTMARK_SERVER_TOKEN") },
    failure: ({ ErrorCode, Message }) => ({ code: ErrorCode, message: Message }),
  };
  const expects = "MessageID";
  switch (params.action ?? "Send Email") {
    case "Send Email": {
      const bodies = filled({ Subject: params.subject, HtmlBody: params.html, TextBody: params.text });
      if (!bodies.HtmlBody && !bodies.TextBody) throw new NodeError("Postmark", { message: 'Set "html" or "text"' });
      const mail = { ...envelope(params), ...bodies };
      return { ...none, ...sentOf(await write(postmark, params, "POST", "/email", { json: mail, expects })) };
    }
    case "Send Template Email": {
      const template = String(required(params.template, "template"));
      const named = /^\d+$/.test(template) ? { TemplateId: Number(template) } : { TemplateAlias: template };
      const mail = { ...envelope(params), ...named, TemplateModel: json(params.model, "model") ?? {} };
      const answer = await write(postmark, params, "POST", "/email/withTemplate", { json: mail, expects });
      return { ...none, ...sentOf(answer) };
    }
    case "Send Batch": {
      const messages = json(required(params.messages, "messages"), "messages");
      if (!Array.isArray(messages)) throw new NodeError("Postmark", { message: '"messages" is not a list' });
      const answer = await write(postmark, params, "POST", "/email/batch", { json: messages, expects: "[]" });
      const results = answer.map((result: any) => ({
        messageId: result.MessageID ?? null,
        to: result.To ?? null,
        submittedAt: result.SubmittedAt ?? null,
        errorCode: result.ErrorCode ?? null,
        message: result.Message ?? null,
      }));
      return { ...none, results };
    }
    case "List Messages": {
      const query = {
        recipient: params.recipient,
        tag: params.tag,
        status: params.status,
        messagestream: params.stream,
      };
      const { items, hasMore } = await listed(postmark, "/messages/outbound", "Messages", limitOf(params.limit), query);
      const messages = items.map((message: any) => ({
        id: message.MessageID,
        subject: message.Subject ?? null,
        from: message.From ?? null,
        to: message.Recipients ?? [],
        status: message.Status ?? null,
        tag: message.Tag || null,
        receivedAt: message.ReceivedAt ?? null,
      }));
      return { ...none, messages, hasMore };
    }
    case "Get Message": {
      const answer = await request(postmark, "GET", path`/messages/outbound/${params.messageId}/details`, { expects });
      return { ...none, messageId: answer.MessageID, status: answer.Status ?? null, details: answer };
    }
    case "List Bounces": {
      const query = { emailFilter: params.recipient, messagestream: params.stream };
      const { items, hasMore } = await listed(postmark, "/bounces", "Bounces", limitOf(params.limit), query);
      const bounces = items.map((bounce: any) => ({
        id: bounce.ID,
        type: bounce.Type ?? null,
        email: bounce.Email ?? null,
        description: bounce.Description ?? null,
        bouncedAt: bounce.BouncedAt ?? null,
        messageId: bounce.MessageID ?? null,
        inactive: bounce.Inactive ?? null,
        canActivate: bounce.CanActivate ?? null,
      }));
      return { ...none, bounces, hasMore };
    }
    case "Activate Bounce": {
      const answer = await request(postmark, "PUT", path`/bounces/${params.bounceId}/activate`, { expects: "Bounce" });
      return { ...none, status: answer.Message ?? null, details: answer.Bounce };
    }
    case "Request":
      return await rawRequest(postmark, params);
    default:
      throw unknownAction("Postmark", params.action);
  }
}
