// Zendesk Ticketing API: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/, search: …/ticketing/ticket-management/search/,
// idempotency: https://developer.zendesk.com/api-reference/ticketing/introduction/#idempotency
import {
  basic,
  bytesOf,
  type Call,
  collect,
  fileOf,
  filled,
  flag,
  idempotencyKey,
  json,
  keyed,
  limitOf,
  list,
  NodeError,
  numberOf,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  subject: null,
  description: null,
  status: null,
  priority: null,
  type: null,
  requesterId: null,
  assigneeId: null,
  tags: null,
  url: null,
  createdAt: null,
  updatedAt: null,
  tickets: null,
  total: null,
  hasMore: null,
};

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const subdomain = String(required(params.subdomain, "subdomain")).replace(/\.zendesk\.com$/, "");
  if (!/^[a-zA-Z0-9-]+$/.test(subdomain)) throw new NodeError("Zendesk", { message: `"${subdomain}" is no subdomain` });
  const zendesk: Vendor = {
    name: "Zendesk",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || `https://${subdomain}.zendesk.com`,
    headers: { authorization: basic(`${secret(env, "ZENDESK_EMAIL")}/token`, secret(env, "ZENDESK_API_TOKEN")) },
    failure: (body) => {
      const fields = Object.values(body.details ?? {}).flat().map((detail: any) => detail?.description).filter(Boolean);
      const { error } = body;
      const code = typeof error === "object" ? error?.title : error;
      const said = body.description ?? (typeof error === "object" ? error?.message : undefined);
      return { code, message: [said, ...fields].filter(Boolean).join("; ") };
    },
  };
  if (params.action === "Request") return await rawRequest(zendesk, params, await keyed(params, call));
  const ticketOf = (ticket: any) => ({
    id: ticket.id,
    subject: ticket.subject ?? null,
    description: ticket.description ?? null,
    status: ticket.status ?? null,
    priority: ticket.priority ?? null,
    type: ticket.type ?? null,
    requesterId: ticket.requester_id ?? null,
    assigneeId: ticket.assignee_id ?? null,
    tags: ticket.tags ?? [],
    url: `https://${subdomain}.zendesk.com/agent/tickets/${ticket.id}`,
    createdAt: ticket.created_at ?? null,
    updatedAt: ticket.updated_at ?? null,
  });
  const tags = list(params.tags);
  const common = {
    status: params.status,
    priority: params.priority,
    type: params.type,
    assignee_id: numberOf(params.assigneeId, "assigneeId"),
    tags: tags.length > 0 ? tags : undefined,
    custom_fields: json(params.customFields, "customFields"),
  };
  const uploads = list(params.uploads);
  const comment = (body: string) => ({
    body,
    public: flag(params.isPublic) ?? true,
    uploads: uploads.length > 0 ? uploads : undefined,
  });
  const userOf = (user: any) => ({
    id: user.id,
    name: user.name ?? null,
    email: user.email ?? null,
    role: user.role ?? null,
    externalId: user.external_id ?? null,
  });
  const one = () => path`/api/v2/tickets/${params.ticketId}.json`;
  const expects = "ticket.id";
  switch (params.action ?? "Create Ticket") {
    case "Create Ticket": {
      const requester = params.requesterEmail
        ? { email: params.requesterEmail, name: params.requesterName || params.requesterEmail }
        : undefined;
      const ticket = filled({ subject: params.subject, comment: comment(params.comment), requester, ...common });
      const headers = { "idempotency-key": await idempotencyKey(call) };
      const answer = await request(zendesk, "POST", "/api/v2/tickets.json", { headers, json: { ticket }, expects });
      return { ...none, ...ticketOf(answer.ticket) };
    }
    case "Get Ticket":
      return { ...none, ...ticketOf((await request(zendesk, "GET", one(), { expects })).ticket) };
    case "Update Ticket": {
      const ticket = filled({ comment: params.reply ? comment(params.reply) : undefined, ...common });
      // A comment would be added twice.
      return {
        ...none,
        ...ticketOf(
          (await request(zendesk, "PUT", one(), { json: { ticket }, expects, repeatable: !params.reply }))
            .ticket,
        ),
      };
    }
    case "List Tickets": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const query = { "page[size]": Math.min(missing, 100), "page[after]": after };
        const answer = await request(zendesk, "GET", "/api/v2/tickets.json", { query, expects: "tickets[]" });
        return { items: answer.tickets, next: answer.meta?.has_more && answer.meta.after_cursor };
      });
      return { ...none, tickets: items.map(ticketOf), hasMore };
    }
    case "Search Tickets": {
      let total: number | null = null;
      const size = Math.min(limitOf(params.limit), 100);
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1) => {
        const query = { query: `type:ticket ${params.query}`, page, per_page: size };
        const answer = await request(zendesk, "GET", "/api/v2/search.json", { query, expects: "results[]" });
        total = answer.count ?? null;
        // What comes after the first 1000 is not given, but refused.
        return { items: answer.results, next: answer.next_page && (page + 1) * size <= 1000 && page + 1 };
      });
      return { ...none, tickets: items.map(ticketOf), total, hasMore: hasMore || (total ?? 0) > items.length };
    }
    case "Delete Ticket":
      await remove(zendesk, one());
      return { ...none, id: Number(params.ticketId), deleted: true };
    case "List Comments": {
      const address = path`/api/v2/tickets/${params.ticketId}/comments.json`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const query = { "page[size]": Math.min(missing, 100), "page[after]": after };
        const answer = await request(zendesk, "GET", address, { query, expects: "comments[]" });
        return { items: answer.comments as any[], next: answer.meta?.has_more && answer.meta.after_cursor };
      });
      const comments = items.map((one) => ({
        id: one.id,
        body: one.plain_body ?? one.body ?? null,
        authorId: one.author_id ?? null,
        isPublic: one.public ?? null,
        createdAt: one.created_at ?? null,
      }));
      return { ...none, comments, hasMore };
    }
    case "Add Tags": {
      // Tags that are there stay: https://developer.zendesk.com/api-reference/ticketing/ticket-management/tags/#add-tags
      const address = path`/api/v2/tickets/${params.ticketId}/tags.json`;
      const answer = await request(zendesk, "PUT", address, { json: { tags }, expects: "tags[]" });
      return { ...none, id: Number(params.ticketId), tags: answer.tags };
    }
    case "Upsert User": {
      const user = filled({
        email: params.userEmail,
        name: required(params.userName, "userName"),
        external_id: params.externalId,
        role: params.role,
      });
      const sending = { json: { user }, expects: "user.id", repeatable: true };
      const answer = await request(zendesk, "POST", "/api/v2/users/create_or_update.json", sending);
      return { ...none, user: userOf(answer.user) };
    }
    case "Search Users": {
      const query = { query: required(params.query, "query"), per_page: Math.min(limitOf(params.limit), 100) };
      const answer = await request(zendesk, "GET", "/api/v2/users/search.json", { query, expects: "users[]" });
      return { ...none, users: answer.users.map(userOf), total: answer.count ?? null };
    }
    case "Upload File": {
      // Its token is given to a comment: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/
      const file = fileOf(required(params.file, "file"), "file")!;
      const sending = {
        query: { filename: file.name ?? "file" },
        bytes: bytesOf(file),
        contentType: file.contentType,
        expects: "upload.token",
        repeatable: true,
      };
      const { upload } = await request(zendesk, "POST", "/api/v2/uploads.json", sending);
      return { ...none, uploadToken: upload.token };
    }
    default:
      throw unknownAction("Zendesk", params.action);
  }
}
