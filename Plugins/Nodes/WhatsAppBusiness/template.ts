// WhatsApp Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp/ (messages, media, templates),
// errors: …/support/error-codes/, versions: Graph API Changelog
import {
  collect,
  fileOf,
  filled,
  flag,
  json,
  keptFile,
  limitOf,
  multipart,
  NodeError,
  numberOf,
  path,
  rawRequest,
  request,
  requestBytes,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  messageId: null,
  recipient: null,
  status: null,
  mediaId: null,
  file: null,
  templates: null,
  hasMore: null,
};
/** Limits that pass, which are told as 400 too: WhatsApp error codes, "Throttling errors". */
const passing = new Set([4, 80007, 130429, 131048, 131056]);

/** What a template's text is filled with; names are of templates with named parameters. */
function componentsOf(params: any): unknown {
  const given = json(params.components, "components");
  if (given !== undefined) return given;
  const values = json(params.parameters, "parameters");
  if (values === undefined) return undefined;
  const parameters = Array.isArray(values)
    ? values.map((value) => ({ type: "text", text: String(value) }))
    : Object.entries(values).map(([parameter_name, value]) => ({ type: "text", parameter_name, text: String(value) }));
  return [{ type: "body", parameters }];
}

/** The part of a message that its type has. */
function contentOf(params: any): Record<string, unknown> {
  switch (params.action ?? "Send Text") {
    case "Send Text":
      return {
        type: "text",
        text: { body: required(params.text, "text"), preview_url: flag(params.preview) ?? false },
      };
    case "Send Template": {
      const language = { code: params.language || "en_US" };
      return {
        type: "template",
        template: filled({ name: required(params.template, "template"), language, components: componentsOf(params) }),
      };
    }
    case "Send Media": {
      if (!params.link && !params.mediaId) throw new NodeError("WhatsApp", { message: 'Set "link" or "mediaId"' });
      const kind = params.kind || "image";
      const source = params.mediaId ? { id: params.mediaId } : { link: params.link };
      const hasCaption = kind !== "audio" && kind !== "sticker";
      const medium = {
        ...source,
        caption: hasCaption ? params.caption : undefined,
        filename: kind === "document" ? params.fileName : undefined,
      };
      return { type: kind, [kind]: filled(medium) };
    }
    case "Send Interactive":
      return { type: "interactive", interactive: json(required(params.interactive, "interactive"), "interactive") };
    case "Send Reaction":
      return {
        type: "reaction",
        reaction: { message_id: required(params.messageId, "messageId"), emoji: params.emoji ?? "" },
      };
    default: {
      const latitude = numberOf(params.latitude, "latitude"), longitude = numberOf(params.longitude, "longitude");
      return {
        type: "location",
        location: filled({ latitude, longitude, name: params.placeName, address: params.address }),
      };
    }
  }
}

export default async function (env: any, params: any) {
  const token = secret(env, "WHATSAPP_ACCESS_TOKEN");
  const whatsapp: Vendor = {
    name: "WhatsApp",
    base: `${params.baseUrl || "https://graph.facebook.com"}/${params.apiVersion || "v24.0"}`,
    headers: { authorization: `Bearer ${token}` },
    failure: ({ error }) => ({
      code: error?.code,
      message: [error?.message, error?.error_data?.details].filter(Boolean).join(": "),
      retryable: passing.has(error?.code) ? true : undefined,
    }),
  };
  const number = () => path`/${params.phoneNumberId}`;
  const action = params.action ?? "Send Text";
  switch (action) {
    case "Send Text":
    case "Send Template":
    case "Send Media":
    case "Send Interactive":
    case "Send Reaction":
    case "Send Location": {
      const context = params.replyTo && action !== "Send Reaction" ? { context: { message_id: params.replyTo } } : {};
      const to = required(params.to, "to");
      const message = {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to,
        ...context,
        ...contentOf(params),
      };
      const answer = await write(whatsapp, params, "POST", `${number()}/messages`, {
        json: message,
        expects: "messages.0.id",
      });
      const [sent] = answer.messages;
      return {
        ...none,
        messageId: sent.id,
        recipient: answer.contacts?.[0]?.wa_id ?? null,
        status: sent.message_status ?? "accepted",
      };
    }
    case "Mark as Read": {
      const json = {
        messaging_product: "whatsapp",
        status: "read",
        message_id: required(params.messageId, "messageId"),
      };
      await request(whatsapp, "POST", `${number()}/messages`, { json, expects: "success" });
      return { ...none, messageId: params.messageId, status: "read" };
    }
    case "Upload Media": {
      const file = required(fileOf(params.file, "file"), "file");
      const form = multipart({ messaging_product: "whatsapp", type: file.contentType }, { file });
      const { id } = await write(whatsapp, params, "POST", `${number()}/media`, {
        multipart: form,
        expects: "id",
        timeout: 120_000,
      });
      return { ...none, mediaId: id };
    }
    case "Download Media": {
      const about = await request(whatsapp, "GET", path`/${params.downloadId}`, { expects: "url" });
      const url = new URL(about.url);
      // The token is for Meta's hosts only: Media, "Download media".
      if (!params.baseUrl && !/(^|\.)(facebook\.com|fbsbx\.com|whatsapp\.net)$/.test(url.hostname)) {
        throw new NodeError("WhatsApp", { message: `The medium is at ${url.hostname}, which is not a host of Meta` });
      }
      const source: Vendor = { ...whatsapp, base: url.origin };
      const { bytes } = await requestBytes(source, "GET", url.pathname + url.search, { timeout: 120_000 });
      return { ...none, mediaId: params.downloadId, file: keptFile("WhatsApp", bytes, about.mime_type ?? null) };
    }
    case "List Templates": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const query = { fields: "id,name,language,status,category", limit: Math.min(missing, 100), after };
        const answer = await request(whatsapp, "GET", path`/${params.accountId}/message_templates`, {
          query,
          expects: "data[]",
        });
        return { items: answer.data as any[], next: answer.paging?.next && answer.paging.cursors?.after };
      });
      const templates = items.map((item) => ({
        id: item.id,
        name: item.name ?? null,
        language: item.language ?? null,
        status: item.status ?? null,
        category: item.category ?? null,
      }));
      return { ...none, templates, hasMore };
    }
    case "Request":
      return await rawRequest(whatsapp, params);
    default:
      throw unknownAction("WhatsApp", params.action);
  }
}
