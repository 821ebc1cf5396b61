// Gmail API: https://developers.google.com/workspace/gmail/api/reference/rest (users.messages, users.drafts, users.labels),
// sending: https://developers.google.com/workspace/gmail/api/guides/sending, threads: …/guides/threads
import {
  addresses,
  base64url,
  collect,
  contentsOf,
  filled,
  flag,
  fromBase64url,
  googleFailure,
  keptFile,
  limitOf,
  list,
  type Mail,
  mailbox,
  mimeMessage,
  NodeError,
  path,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const unread = {
  id: null,
  threadId: null,
  labels: null,
  from: null,
  to: null,
  cc: null,
  subject: null,
  date: null,
  messageId: null,
  snippet: null,
  text: null,
  html: null,
  attachments: null,
};
const none = { ...unread, draftId: null, messages: null, hasMore: null, file: null, allLabels: null };
const messages = "/gmail/v1/users/me/messages";

function header(payload: any, name: string): string | null {
  return payload?.headers?.find((item: any) => item.name.toLowerCase() === name)?.value ?? null;
}

/** The parts of a message, those of parts included. */
function parts(payload: any): any[] {
  return payload ? [payload, ...(payload.parts ?? []).flatMap(parts)] : [];
}

function messageOf(message: any) {
  const { payload } = message;
  const all = parts(payload);
  const text = (type: string) => {
    const part = all.find(({ mimeType, filename, body }) => mimeType === type && !filename && body?.data);
    if (!part) return null;
    const charset = header(part, "content-type")?.match(/charset="?([^";\s]+)/i)?.[1] ?? "utf-8";
    const bytes = fromBase64url(part.body.data);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return new TextDecoder().decode(bytes);
    }
  };
  return {
    id: message.id,
    threadId: message.threadId ?? null,
    labels: message.labelIds ?? [],
    from: header(payload, "from"),
    to: header(payload, "to"),
    cc: header(payload, "cc"),
    subject: header(payload, "subject"),
    date: message.internalDate ? new Date(Number(message.internalDate)).toISOString() : null,
    messageId: header(payload, "message-id"),
    snippet: message.snippet ?? null,
    text: text("text/plain"),
    html: text("text/html"),
    attachments: all.filter(({ filename, body }) => filename && body?.attachmentId).map((
      { filename, mimeType, body },
    ) => ({
      id: body.attachmentId,
      name: filename,
      contentType: mimeType ?? null,
      size: body.size ?? null,
    })),
  };
}

/** What the parameters say a mail is. */
function mailOf(params: any, more: Partial<Mail>): string {
  if (!params.text && !params.html) throw new NodeError("Gmail", { message: 'Set "text" or "html"' });
  const mail: Mail = {
    from: params.from || undefined,
    to: addresses(params.to),
    cc: addresses(params.cc),
    bcc: addresses(params.bcc),
    replyTo: params.replyTo || undefined,
    subject: params.subject ?? "",
    text: params.text,
    html: params.html,
    files: contentsOf(params.attachments, "attachments"),
    ...more,
  };
  if (mail.to.length === 0) throw new NodeError("Gmail", { message: '"to" is missing' });
  return base64url(mimeMessage(mail));
}

/** The answer to a message, in its thread: the same subject, and the ids of what is answered. */
async function replyOf(gmail: Vendor, params: any) {
  const query = {
    format: "metadata",
    metadataHeaders: ["Message-ID", "References", "Subject", "From", "Reply-To", "To", "Cc"],
  };
  const { threadId, payload } = await request(gmail, "GET", messages + path`/${params.messageId}`, {
    query,
    expects: "payload",
  });
  const of = (name: string) => header(payload, name) ?? "";
  const to = addresses(of("reply-to") || of("from"));
  const own = flag(params.replyAll)
    ? (await request(gmail, "GET", "/gmail/v1/users/me/profile", { expects: "emailAddress" })).emailAddress
    : "";
  const known = new Set([own, ...to.map((item) => mailbox(item).address)].map((address) => address.toLowerCase()));
  const others = flag(params.replyAll)
    ? [...addresses(of("to")), ...addresses(of("cc"))].filter((item) => !known.has(mailbox(item).address.toLowerCase()))
    : [];
  const raw = mailOf(params, {
    to,
    cc: [...others, ...addresses(params.cc)],
    subject: /^re:/i.test(of("subject")) ? of("subject") : `Re: ${of("subject")}`,
    headers: filled({
      "In-Reply-To": of("message-id"),
      "References": `${of("references")} ${of("message-id")}`.trim(),
    }),
  });
  return { raw, threadId };
}

export default async function (env: any, params: any) {
  const gmail: Vendor = {
    name: "Gmail",
    base: params.baseUrl || "https://gmail.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "GMAIL_ACCESS_TOKEN")}` },
    failure: googleFailure,
  };
  const message = () => messages + path`/${params.messageId}`;
  const sent = ({ id, threadId, labelIds }: any) => ({
    ...none,
    id,
    threadId: threadId ?? null,
    labels: labelIds ?? [],
  });
  switch (params.action ?? "Send Email") {
    case "Send Email": {
      const json = { raw: mailOf(params, {}) };
      return sent(await write(gmail, params, "POST", `${messages}/send`, { json, expects: "id" }));
    }
    case "Reply": {
      const json = await replyOf(gmail, params);
      return sent(await write(gmail, params, "POST", `${messages}/send`, { json, expects: "id" }));
    }
    case "Create Draft": {
      const json = { message: { raw: mailOf(params, {}) } };
      const answer = await write(gmail, params, "POST", "/gmail/v1/users/me/drafts", { json, expects: "message.id" });
      return { ...sent(answer.message), draftId: answer.id ?? null };
    }
    case "Get Message":
      return {
        ...none,
        ...messageOf(await request(gmail, "GET", message(), { query: { format: "full" }, expects: "id" })),
      };
    case "List Messages": {
      const { items, hasMore } = await collect(
        limitOf(params.limit, 25),
        async (pageToken: string | undefined, missing) => {
          const query = {
            q: params.search,
            labelIds: list(params.labelIds),
            maxResults: Math.min(missing, 500),
            pageToken,
          };
          // An empty list has no member of its own.
          const answer = await request(gmail, "GET", messages, { query, expects: "resultSizeEstimate" });
          return { items: (answer.messages ?? []) as any[], next: answer.nextPageToken };
        },
      );
      if (!(flag(params.details) ?? true)) {
        return { ...none, messages: items.map(({ id, threadId }) => ({ ...unread, id, threadId })), hasMore };
      }
      const query = { format: "metadata", metadataHeaders: ["From", "To", "Cc", "Subject", "Message-ID"] };
      const found: unknown[] = [];
      for (const { id } of items) {
        found.push({
          ...messageOf(await request(gmail, "GET", messages + path`/${id}`, { query, expects: "id" })),
          attachments: null,
        });
      }
      return { ...none, messages: found, hasMore };
    }
    case "Get Attachment": {
      const { payload } = await request(gmail, "GET", message(), { query: { format: "full" }, expects: "payload" });
      const answer = await request(gmail, "GET", message() + path`/attachments/${params.attachmentId}`, {
        expects: "data",
      });
      const bytes = fromBase64url(answer.data);
      // An attachment's id is another at every reading; its size tells which it is.
      const files = parts(payload).filter(({ filename, body }) => filename && body?.attachmentId);
      const part = files.find(({ body }) => body.attachmentId === params.attachmentId) ??
        files.find(({ body }) => body.size === bytes.length);
      return { ...none, id: params.messageId, file: keptFile("Gmail", bytes, part?.mimeType ?? null, part?.filename) };
    }
    case "Change Labels": {
      const json = { addLabelIds: list(params.addLabels), removeLabelIds: list(params.removeLabels) };
      return sent(await request(gmail, "POST", `${message()}/modify`, { json, expects: "id" }));
    }
    case "Trash Message":
      return sent(await request(gmail, "POST", `${message()}/trash`, { expects: "id" }));
    case "List Labels": {
      const answer = await request(gmail, "GET", "/gmail/v1/users/me/labels", { expects: "labels[]" });
      return {
        ...none,
        allLabels: answer.labels.map(({ id, name, type }: any) => ({ id, name: name ?? null, type: type ?? null })),
      };
    }
    case "Request":
      return await rawRequest(gmail, params);
    default:
      throw unknownAction("Gmail", params.action);
  }
}
