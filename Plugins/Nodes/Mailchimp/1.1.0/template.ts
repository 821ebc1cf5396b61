// Mailchimp Marketing API 3.0: https://mailchimp.com/developer/marketing/api/list-members/, …/campaigns/, errors:
// https://mailchimp.com/developer/marketing/docs/errors/
import {
  basic,
  collect,
  filled,
  json,
  limitOf,
  list,
  NodeError,
  orAlready,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  email: null,
  status: null,
  firstName: null,
  lastName: null,
  tags: null,
  changedAt: null,
  members: null,
  total: null,
  hasMore: null,
  title: null,
  url: null,
};

function memberOf(member: any) {
  return {
    id: member.id,
    email: member.email_address ?? null,
    status: member.status ?? null,
    firstName: member.merge_fields?.FNAME ?? null,
    lastName: member.merge_fields?.LNAME ?? null,
    tags: (member.tags ?? []).map((tag: any) => tag.name),
    changedAt: member.last_changed ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const key = secret(env, "MAILCHIMP_API_KEY");
  // The end of a key names the data centre.
  const centre = key.match(/-([a-z0-9]+)$/)?.[1];
  if (!params.baseUrl && !centre) {
    throw new NodeError("MAILCHIMP_API_KEY", { message: "this key ends with no data centre" });
  }
  const mailchimp: Vendor = {
    name: "Mailchimp",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || `https://${centre}.api.mailchimp.com/3.0`,
    headers: { authorization: basic("millrace", key) },
    failure: (body) => {
      const fields = (body.errors ?? []).map((error: any) => `${error.field}: ${error.message}`).join("; ");
      return { code: body.title, message: [body.detail, fields].filter(Boolean).join(" ") };
    },
  };
  if (params.action === "Request") return await rawRequest(mailchimp, params);
  const members = () => path`/lists/${params.listId}/members`;
  // An address works in place of the hash of it.
  const member = () => members() + path`/${String(params.email ?? "").toLowerCase()}`;
  const mergeFields = () =>
    filled({
      FNAME: params.firstName,
      LNAME: params.lastName,
      ...json(params.mergeFields, "mergeFields"),
    });
  const expects = "id";
  switch (params.action ?? "Add Subscriber") {
    case "Add Subscriber": {
      const tags = list(params.tags);
      const body = filled({
        email_address: params.email,
        status: params.status || "subscribed",
        merge_fields: mergeFields(),
        tags: tags.length > 0 ? tags : undefined,
      });
      return { ...none, ...memberOf(await request(mailchimp, "POST", members(), { json: body, expects })) };
    }
    case "Update Subscriber": {
      const body = filled({ status: params.newStatus, merge_fields: mergeFields() });
      return { ...none, ...memberOf(await request(mailchimp, "PATCH", member(), { json: body, expects })) };
    }
    case "Get Subscriber":
      return { ...none, ...memberOf(await request(mailchimp, "GET", member(), { expects })) };
    case "List Members": {
      let total: number | null = null;
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: number = 0, missing) => {
        const query = { status: params.status, count: Math.min(missing, 1000), offset };
        const answer = await request(mailchimp, "GET", members(), { query, expects: "members[]" });
        total = answer.total_items ?? null;
        const next = offset + answer.members.length;
        return { items: answer.members, next: next < (answer.total_items ?? 0) && next };
      });
      return { ...none, members: items.map(memberOf), total, hasMore };
    }
    case "Create Campaign": {
      const settings = filled({
        subject_line: params.subject,
        from_name: params.fromName,
        reply_to: params.replyTo,
        title: params.title,
        preview_text: params.previewText,
      });
      const body = { type: "regular", recipients: { list_id: params.listId }, settings };
      const made = await request(mailchimp, "POST", "/campaigns", { json: body, expects });
      return {
        ...none,
        id: made.id,
        status: made.status ?? null,
        title: made.settings?.title ?? null,
        url: made.archive_url ?? null,
      };
    }
    case "Upsert Subscriber": {
      const body = filled({
        email_address: params.email,
        status_if_new: params.status || "subscribed",
        status: params.newStatus,
        merge_fields: mergeFields(),
      });
      return { ...none, ...memberOf(await request(mailchimp, "PUT", member(), { json: body, expects })) };
    }
    case "Change Tags": {
      const tags = [
        ...list(params.tags).map((name) => ({ name, status: "active" })),
        ...list(params.removeTags).map((name) => ({ name, status: "inactive" })),
      ];
      await request(mailchimp, "POST", `${member()}/tags`, { json: { tags }, repeatable: true });
      return { ...none, email: params.email, tags: list(params.tags) };
    }
    case "Archive Subscriber":
      await orAlready(
        ({ status }) => status === 405,
        () => remove(mailchimp, member()),
        async () => {
          const found = await request(mailchimp, "GET", member(), { expects });
          return found.status === "archived" ? found : undefined;
        },
      );
      return { ...none, email: params.email, status: "archived" };
    case "Set Campaign Content": {
      const body = filled({ html: params.html, plain_text: params.text });
      await request(mailchimp, "PUT", path`/campaigns/${params.campaignId}/content`, { json: body });
      return { ...none, id: params.campaignId };
    }
    case "Send Campaign":
      await request(mailchimp, "POST", path`/campaigns/${params.campaignId}/actions/send`);
      return { ...none, id: params.campaignId, status: "sending" };
    case "List Audiences": {
      const query = { count: Math.min(limitOf(params.limit), 1000) };
      const answer = await request(mailchimp, "GET", "/lists", { query, expects: "lists[]" });
      const audiences = answer.lists.map(({ id, name, stats }: any) => ({
        id,
        name: name ?? null,
        members: stats?.member_count ?? null,
      }));
      return { ...none, audiences, total: answer.total_items ?? null };
    }
    default:
      throw unknownAction("Mailchimp", params.action);
  }
}
