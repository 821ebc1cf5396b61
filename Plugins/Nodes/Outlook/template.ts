// Microsoft Graph, mail: https://learn.microsoft.com/en-us/graph/api/resources/message and the pages of its methods; filters and
// order: https://learn.microsoft.com/en-us/graph/api/user-list-messages, "Using filter and orderby in the same query"
import {
  addresses,
  base64,
  contentsOf,
  filled,
  flag,
  fromBase64,
  graphList,
  graphVendor,
  keptFile,
  limitOf,
  list,
  mailbox,
  malformed,
  NodeError,
  odataText,
  path,
  rawRequest,
  remove,
  request,
  required,
  secret,
  unknownAction,
  write,
} from "@millrace/node";

const none = {
  id: null,
  conversationId: null,
  subject: null,
  from: null,
  to: null,
  cc: null,
  receivedAt: null,
  isRead: null,
  hasAttachments: null,
  preview: null,
  text: null,
  html: null,
  categories: null,
  url: null,
  sent: null,
  deleted: null,
  messages: null,
  hasMore: null,
  attachments: null,
  file: null,
  folders: null,
};
const fields =
  "id,conversationId,subject,from,toRecipients,ccRecipients,receivedDateTime,isRead,hasAttachments,bodyPreview,categories,webLink";

function messageOf(message: any) {
  const boxes = (list: any[] | undefined) => (list ?? []).map(({ emailAddress }) => emailAddress?.address ?? "");
  const { body } = message;
  return {
    id: message.id,
    conversationId: message.conversationId ?? null,
    subject: message.subject ?? null,
    from: message.from?.emailAddress?.address ?? null,
    to: boxes(message.toRecipients),
    cc: boxes(message.ccRecipients),
    receivedAt: message.receivedDateTime ?? null,
    isRead: message.isRead ?? null,
    hasAttachments: message.hasAttachments ?? null,
    preview: message.bodyPreview ?? null,
    text: body?.contentType?.toLowerCase() === "text" ? body.content : null,
    html: body?.contentType?.toLowerCase() === "html" ? body.content : null,
    categories: message.categories ?? [],
    url: message.webLink ?? null,
  };
}

function recipients(value: unknown) {
  const boxes = addresses(value).map(mailbox);
  return boxes.length > 0 ? boxes.map((emailAddress) => ({ emailAddress })) : undefined;
}

function mailOf(params: any): Record<string, unknown> {
  if (!params.text && !params.html) throw new NodeError("Outlook", { message: 'Set "text" or "html"' });
  const files = contentsOf(params.attachments, "attachments").map(({ name, contentType, bytes }) => ({
    "@odata.type": "#microsoft.graph.fileAttachment",
    name: name ?? "file",
    contentType,
    contentBytes: base64(bytes),
  }));
  return filled({
    subject: required(params.subject, "subject"),
    body: params.html ? { contentType: "HTML", content: params.html } : { contentType: "Text", content: params.text },
    toRecipients: required(recipients(params.to), "to"),
    ccRecipients: recipients(params.cc),
    bccRecipients: recipients(params.bcc),
    replyTo: recipients(params.replyTo),
    importance: params.importance,
    attachments: files.length > 0 ? files : undefined,
  });
}

/** What a list asks for: the property of the order is the first of the filter. */
function listing(params: any): Record<string, string | undefined> {
  if (params.search) return { $search: `"${String(params.search).replace(/[\\"]/g, "\\$&")}"` };
  const conditions = [
    `receivedDateTime ge ${params.since ? new Date(params.since).toISOString() : "1900-01-01T00:00:00Z"}`,
    flag(params.unread) && "isRead eq false",
    params.from && `from/emailAddress/address eq ${odataText(params.from)}`,
    params.subjectContains && `contains(subject,${odataText(params.subjectContains)})`,
  ];
  return { $filter: conditions.filter(Boolean).join(" and "), $orderby: "receivedDateTime desc" };
}

export default async function (env: any, params: any) {
  const outlook = graphVendor("Outlook", secret(env, "OUTLOOK_ACCESS_TOKEN"), params);
  const user = params.mailbox ? path`/v1.0/users/${params.mailbox}` : "/v1.0/me";
  const message = () => user + path`/messages/${params.messageId}`;
  const expects = "id";
  switch (params.action ?? "Send Email") {
    case "Send Email": {
      const json = { message: mailOf(params), saveToSentItems: flag(params.save) ?? true };
      await write(outlook, params, "POST", `${user}/sendMail`, { json });
      return { ...none, sent: true };
    }
    case "Create Draft":
      return {
        ...none,
        ...messageOf(await write(outlook, params, "POST", `${user}/messages`, { json: mailOf(params), expects })),
      };
    case "Reply": {
      const json = { comment: params.comment ?? "" };
      await write(outlook, params, "POST", `${message()}/${flag(params.replyAll) ? "replyAll" : "reply"}`, { json });
      return { ...none, id: params.messageId, sent: true };
    }
    case "Forward": {
      const json = { comment: params.comment ?? "", toRecipients: required(recipients(params.to), "to") };
      await write(outlook, params, "POST", `${message()}/forward`, { json });
      return { ...none, id: params.messageId, sent: true };
    }
    case "Get Message":
      return {
        ...none,
        ...messageOf(await request(outlook, "GET", message(), { query: { $select: `${fields},body` }, expects })),
      };
    case "List Messages": {
      const limit = limitOf(params.limit, 25);
      const address = params.folder ? user + path`/mailFolders/${params.folder}/messages` : `${user}/messages`;
      const query = { ...listing(params), $select: fields, $top: Math.min(limit, 1000) };
      const { items, hasMore } = await graphList(outlook, address, limit, { query });
      return { ...none, messages: items.map(messageOf), hasMore };
    }
    case "Update Message": {
      const json = filled({
        isRead: flag(params.isRead),
        categories: params.categories ? list(params.categories) : undefined,
        flag: params.flag ? { flagStatus: params.flag } : undefined,
      });
      return { ...none, ...messageOf(await request(outlook, "PATCH", message(), { json, expects })) };
    }
    case "Move Message": {
      // The message has another id then: a second attempt does not find it.
      const json = { destinationId: required(params.destination, "destination") };
      return { ...none, ...messageOf(await write(outlook, params, "POST", `${message()}/move`, { json, expects })) };
    }
    case "Delete Message":
      await remove(outlook, message());
      return { ...none, id: params.messageId, deleted: true };
    case "List Attachments": {
      const query = { $select: "id,name,contentType,size" };
      const { items, hasMore } = await graphList(outlook, `${message()}/attachments`, limitOf(params.limit, 25), {
        query,
      });
      const attachments = items.map(({ id, name, contentType, size }) => ({
        id,
        name: name ?? null,
        contentType: contentType ?? null,
        size: size ?? null,
      }));
      return { ...none, id: params.messageId, attachments, hasMore };
    }
    case "Get Attachment": {
      const answer = await request(outlook, "GET", message() + path`/attachments/${params.attachmentId}`, { expects });
      if (typeof answer.contentBytes !== "string") {
        if (!answer["@odata.type"]) throw malformed("Outlook", 200);
        throw new NodeError("Outlook", { message: `The attachment is not a file but ${answer["@odata.type"]}` });
      }
      return {
        ...none,
        id: params.messageId,
        file: keptFile("Outlook", fromBase64(answer.contentBytes), answer.contentType, answer.name),
      };
    }
    case "List Folders": {
      const limit = limitOf(params.limit, 25);
      const { items, hasMore } = await graphList(outlook, `${user}/mailFolders`, limit, {
        query: { $top: Math.min(limit, 250) },
      });
      const folders = items.map((folder) => ({
        id: folder.id,
        name: folder.displayName ?? null,
        unread: folder.unreadItemCount ?? null,
        total: folder.totalItemCount ?? null,
      }));
      return { ...none, folders, hasMore };
    }
    case "Request":
      return await rawRequest(outlook, params);
    default:
      throw unknownAction("Outlook", params.action);
  }
}
