// Pipedrive API v2, and v1 for notes: https://developers.pipedrive.com/docs/api/v1, pages: Pagination,
// https://pipedrive.readme.io/docs/core-api-concepts-pagination, limits: Rate limiting, "HTTP headers and response codes"
import {
  collect,
  type Failure,
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  numberOf,
  path,
  rawRequest,
  remove,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = { id: null, record: null, records: null, hasMore: null, deleted: null };

/** A rate limit tells after how many seconds it ends. */
function failure({ error, error_info, code }: any, response: Response): Failure {
  const reset = Number(response.headers.get("x-ratelimit-reset"));
  const wait = response.status === 429 && reset > 0 && !response.headers.has("retry-after") ? reset : undefined;
  return { code, message: [error, error_info].filter(Boolean).join(" "), retryAfter: wait };
}

/** The record that an action makes; what has a field of its own goes before the other fields. */
function recordOf(params: any): Record<string, unknown> {
  const number = (name: string) => numberOf(params[name], name);
  const shared = { owner_id: number("ownerId"), org_id: number("organizationId") };
  const others = json(params.fields, "fields") ?? {};
  switch (params.action ?? "Create Person") {
    case "Create Person": {
      const primary = (value: unknown) => value ? [{ value, primary: true }] : undefined;
      const person = {
        name: required(params.name, "name"),
        emails: primary(params.email),
        phones: primary(params.phone),
      };
      return filled({ ...others, ...filled({ ...person, ...shared }) });
    }
    case "Create Organization":
      return filled({ ...others, ...filled({ name: required(params.name, "name"), owner_id: shared.owner_id }) });
    case "Create Deal": {
      const deal = {
        title: required(params.title, "title"),
        value: number("value"),
        currency: params.currency,
        stage_id: number("stageId"),
        pipeline_id: number("pipelineId"),
        status: params.status,
        person_id: number("personId"),
      };
      return filled({ ...others, ...filled({ ...deal, ...shared }) });
    }
    default: {
      const person = number("personId");
      const activity = {
        subject: required(params.subject, "subject"),
        type: params.type,
        due_date: params.dueDate,
        due_time: params.dueTime,
        done: flag(params.done),
        deal_id: number("dealId"),
        // The person of an activity is its first participant: Activities, "participants".
        participants: person === undefined ? undefined : [{ person_id: person, primary: true }],
      };
      return filled({ ...others, ...filled({ ...activity, ...shared }) });
    }
  }
}

const kindOfAction: Record<string, string> = {
  "Create Person": "persons",
  "Create Organization": "organizations",
  "Create Deal": "deals",
  "Create Activity": "activities",
};

export default async function (env: any, params: any) {
  const pipedrive: Vendor = {
    name: "Pipedrive",
    base: params.baseUrl || "https://api.pipedrive.com",
    headers: { "x-api-token": secret(env, "PIPEDRIVE_API_TOKEN") },
    failure,
  };
  const action = params.action ?? "Create Person";
  const kind = path`/api/v2/${params.kind || "persons"}`;
  const record = () => kind + path`/${params.recordId}`;
  const found = ({ data }: any) => ({ ...none, id: data.id, record: data });
  const expects = "data.id";
  switch (action) {
    case "Create Person":
    case "Create Organization":
    case "Create Deal":
    case "Create Activity":
      return found(
        await write(pipedrive, params, "POST", `/api/v2/${kindOfAction[action]}`, { json: recordOf(params), expects }),
      );
    case "Add Note": {
      const note = filled({
        content: required(params.content, "content"),
        person_id: numberOf(params.personId, "personId"),
        org_id: numberOf(params.organizationId, "organizationId"),
        deal_id: numberOf(params.dealId, "dealId"),
      });
      if (Object.keys(note).length === 1) {
        throw new NodeError("Pipedrive", { message: 'Set "personId", "organizationId" or "dealId"' });
      }
      return found(await write(pipedrive, params, "POST", "/api/v1/notes", { json: note, expects }));
    }
    case "Get Record":
      return found(await request(pipedrive, "GET", record(), { expects }));
    case "Update Record":
      return found(
        await request(pipedrive, "PATCH", record(), {
          json: json(required(params.changes, "changes"), "changes"),
          expects,
        }),
      );
    case "Delete Record":
      await remove(pipedrive, record());
      return { ...none, id: numberOf(params.recordId, "recordId") ?? null, deleted: true };
    case "List Records":
    case "Search Records": {
      const isSearch = action === "Search Records";
      const query = isSearch
        ? { term: required(params.term, "term"), fields: params.searchIn, exact_match: flag(params.exact) }
        : {
          ...json(params.filter, "filter"),
          updated_since: params.updatedSince,
          sort_by: params.sortBy,
          sort_direction: params.direction,
        };
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const asked = { ...query, limit: Math.min(missing, isSearch ? 100 : 500), cursor };
        const answer = await request(pipedrive, "GET", isSearch ? `${kind}/search` : kind, {
          query: asked,
          expects: isSearch ? "data.items[]" : "data[]",
        });
        const records: any[] = isSearch ? answer.data.items.map(({ item }: any) => item) : answer.data;
        return { items: records, next: answer.additional_data?.next_cursor };
      });
      return { ...none, records: items, hasMore };
    }
    case "Request":
      return await rawRequest(pipedrive, params);
    default:
      throw unknownAction("Pipedrive", params.action);
  }
}
