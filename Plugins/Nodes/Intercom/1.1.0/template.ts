// Intercom API 2.11: https://developers.intercom.com/docs/references/2.11/rest-api/api.intercom.io (contacts, messages,
// conversations), errors: https://developers.intercom.com/docs/references/rest-api/errors/http-responses
import {
  collect,
  filled,
  json,
  limitOf,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  type: null,
  role: null,
  email: null,
  name: null,
  externalId: null,
  state: null,
  body: null,
  conversationId: null,
  createdAt: null,
  conversations: null,
  total: null,
  hasMore: null,
};

function contactOf(contact: any) {
  return {
    ...none,
    id: contact.id,
    type: contact.type ?? null,
    role: contact.role ?? null,
    email: contact.email ?? null,
    name: contact.name ?? null,
    externalId: contact.external_id ?? null,
    createdAt: contact.created_at ?? null,
  };
}

function conversationOf(conversation: any) {
  return {
    id: conversation.id,
    state: conversation.state ?? null,
    title: conversation.title ?? null,
    open: conversation.open ?? null,
    read: conversation.read ?? null,
    createdAt: conversation.created_at ?? null,
    updatedAt: conversation.updated_at ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const intercom: Vendor = {
    name: "Intercom",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.intercom.io",
    headers: { "authorization": `Bearer ${secret(env, "INTERCOM_ACCESS_TOKEN")}`, "intercom-version": "2.11" },
    failure: (body) => ({ code: body.errors?.[0]?.code, message: body.errors?.[0]?.message }),
  };
  if (params.action === "Request") return await rawRequest(intercom, params);
  const expects = "id";
  switch (params.action ?? "Create Contact") {
    case "Create Contact": {
      const contact = filled({
        role: params.role || "user",
        email: params.email,
        external_id: params.externalId,
        name: params.name,
        phone: params.phone,
        custom_attributes: json(params.customAttributes, "customAttributes"),
      });
      return contactOf(await request(intercom, "POST", "/contacts", { json: contact, expects }));
    }
    case "Get Contact":
      return contactOf(await request(intercom, "GET", path`/contacts/${params.contactId}`, { expects }));
    case "Send Message": {
      const message = filled({
        message_type: params.messageType || "inapp",
        subject: params.subject,
        body: params.body,
        template: params.messageType === "email" ? "plain" : undefined,
        from: { type: "admin", id: params.adminId },
        // https://developers.intercom.com/docs/references/2.11/rest-api/api.intercom.io/messages/createmessage
        to: { type: params.recipient ?? "user", id: params.contactId },
      });
      const answer = await request(intercom, "POST", "/messages", { json: message, expects });
      return {
        ...none,
        id: answer.id,
        type: answer.type ?? null,
        body: answer.body ?? null,
        conversationId: answer.conversation_id ?? null,
        createdAt: answer.created_at ?? null,
      };
    }
    case "List Conversations": {
      let total: number | null = null;
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const query = { per_page: Math.min(missing, 150), starting_after: after };
        const answer = await request(intercom, "GET", "/conversations", { query, expects: "conversations[]" });
        total = answer.total_count ?? null;
        return { items: answer.conversations, next: answer.pages?.next?.starting_after };
      });
      return { ...none, conversations: items.map(conversationOf), total, hasMore };
    }
    case "Reply to Conversation": {
      const reply = {
        message_type: params.replyType || "comment",
        type: "admin",
        admin_id: params.adminId,
        body: params.body,
      };
      const address = path`/conversations/${params.conversationId}/reply`;
      const { id, type, state, created_at } = await request(intercom, "POST", address, { json: reply, expects });
      return {
        ...none,
        id,
        conversationId: id,
        type: type ?? null,
        state: state ?? null,
        body: params.body,
        createdAt: created_at ?? null,
      };
    }
    case "Search Contacts": {
      const field = params.searchField ?? "email";
      const query = { field, operator: "=", value: required(params.searchValue, "searchValue") };
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const pagination = filled({ per_page: Math.min(missing, 150), starting_after: after });
        const sending = { json: { query, pagination }, expects: "data[]", repeatable: true };
        const answer = await request(intercom, "POST", "/contacts/search", sending);
        return { items: answer.data as any[], next: answer.pages?.next?.starting_after };
      });
      return { ...none, contacts: items.map(contactOf), hasMore };
    }
    case "Update Contact": {
      const changes = filled({
        email: params.email,
        name: params.name,
        phone: params.phone,
        custom_attributes: json(params.customAttributes, "customAttributes"),
      });
      const address = path`/contacts/${params.contactId}`;
      return contactOf(await request(intercom, "PUT", address, { json: changes, expects }));
    }
    case "Close Conversation": {
      const body = { message_type: "close", type: "admin", admin_id: params.adminId };
      const sending = { json: body, expects, repeatable: true };
      const closed = await request(intercom, "POST", path`/conversations/${params.conversationId}/parts`, sending);
      return { ...none, id: closed.id, conversationId: closed.id, state: closed.state ?? null };
    }
    case "Tag Contact": {
      const sending = { json: { id: params.tagId }, expects, repeatable: true };
      const tag = await request(intercom, "POST", path`/contacts/${params.contactId}/tags`, sending);
      return { ...none, id: params.contactId, name: tag.name ?? null };
    }
    default:
      throw unknownAction("Intercom", params.action);
  }
}
