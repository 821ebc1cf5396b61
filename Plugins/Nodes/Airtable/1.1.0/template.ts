// Airtable Web API: https://airtable.com/developers/web/api/introduction, errors: https://airtable.com/developers/web/api/errors
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  path,
  rawRequest,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

function recordOf(record: any) {
  return { id: record.id, createdTime: record.createdTime ?? null, fields: record.fields ?? {} };
}

const none = { id: null, createdTime: null, fields: null, records: null, hasMore: null };

export default async function (env: any, given: any) {
  const params = filled(given);
  const airtable: Vendor = {
    name: "Airtable",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.airtable.com",
    headers: { authorization: `Bearer ${secret(env, "AIRTABLE_API_KEY")}` },
    // An error is {type, message}, a type alone, or a list of {error, message}. After a 429 no request is answered for
    // 30 seconds: https://airtable.com/developers/web/api/rate-limits
    failure: ({ error, errors }, response) => ({
      code: errors?.[0]?.error ?? error?.type ?? (typeof error === "string" ? error : undefined),
      message: errors?.[0]?.message ?? error?.message,
      retryAfter: response.status === 429 && !response.headers.has("retry-after") ? 30 : undefined,
    }),
  };
  if (params.action === "Request") return await rawRequest(airtable, params);
  const table = path`/v0/${params.baseId}/${params.table}`;
  const record = () => table + path`/${params.recordId}`;
  const sent = () => ({ json: { fields: json(params.fields, "fields") ?? {}, typecast: flag(params.typecast) } });
  switch (params.action ?? "Create Record") {
    case "Create Record":
      return { ...none, ...recordOf(await request(airtable, "POST", table, { ...sent(), expects: "id" })) };
    case "Get Record":
      return { ...none, ...recordOf(await request(airtable, "GET", record(), { expects: "id" })) };
    case "Update Record":
      return { ...none, ...recordOf(await request(airtable, "PATCH", record(), { ...sent(), expects: "id" })) };
    case "List Records": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: string | undefined, missing) => {
        const query = {
          filterByFormula: params.formula,
          view: params.view,
          pageSize: Math.min(missing, 100),
          offset,
          "sort[0][field]": params.sortField,
          "sort[0][direction]": params.sortField ? params.sortDirection || "asc" : undefined,
        };
        const answer = await request(airtable, "GET", table, { query, expects: "records[]" });
        return { items: answer.records, next: answer.offset };
      });
      return { ...none, records: items.map(recordOf), hasMore };
    }
    default:
      throw unknownAction("Airtable", params.action);
  }
}
