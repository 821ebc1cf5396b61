// Airtable Web API: https://airtable.com/developers/web/api/introduction, errors: https://airtable.com/developers/web/api/errors
import {
  collect,
  fileOf,
  filled,
  flag,
  json,
  limitOf,
  list,
  NodeError,
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
  const table = params.action === "List Tables" ? "" : path`/v0/${params.baseId}/${params.table}`;
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
    case "Delete Record":
      await remove(airtable, record(), {}, ["NOT_FOUND", "MODEL_ID_NOT_FOUND"]);
      return { ...none, id: params.recordId, deleted: true };
    case "Upsert Records":
    case "Create Records":
    case "Update Records": {
      // At most ten records are taken at a time: https://airtable.com/developers/web/api/update-multiple-records
      const given = json(required(params.records, "records"), "records");
      if (!Array.isArray(given)) throw new NodeError("Airtable", { message: '"records" is not a list' });
      const all = given.map((one: any) => one?.fields ? filled({ id: one.id, fields: one.fields }) : { fields: one });
      const isNew = params.action === "Create Records";
      const merge = params.action === "Upsert Records"
        ? { performUpsert: { fieldsToMergeOn: list(required(params.mergeOn, "mergeOn")) } }
        : {};
      const records: any[] = [];
      for (let start = 0; start < all.length; start += 10) {
        const body = {
          ...merge,
          records: all.slice(start, start + 10),
          ...filled({ typecast: flag(params.typecast) }),
        };
        const sending = { json: body, expects: "records[]" };
        records.push(...(await request(airtable, isNew ? "POST" : "PATCH", table, sending)).records);
      }
      return { ...none, records: records.map(recordOf) };
    }
    case "Find Records": {
      // A value is quoted, so that it stays one: https://support.airtable.com/docs/formula-field-reference
      const value = String(params.equals ?? "").replace(/[\\"]/g, "\\$&");
      const field = String(required(params.field, "field")).replace(/[\\}]/g, "\\$&");
      const filterByFormula = `{${field}}&""="${value}"`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: string | undefined, missing) => {
        const query = { filterByFormula, pageSize: Math.min(missing, 100), offset };
        const answer = await request(airtable, "GET", table, { query, expects: "records[]" });
        return { items: answer.records as any[], next: answer.offset };
      });
      return { ...none, records: items.map(recordOf), hasMore };
    }
    case "Add Comment": {
      const sending = { json: { text: required(params.text, "text") }, expects: "id" };
      const made = await request(airtable, "POST", `${record()}/comments`, sending);
      return { ...none, id: made.id, createdTime: made.createdTime ?? null };
    }
    case "Upload Attachment": {
      // https://airtable.com/developers/web/api/upload-attachment
      const file = fileOf(required(params.file, "file"), "file")!;
      const host = params.baseUrl ? airtable : { ...airtable, base: "https://content.airtable.com" };
      const address = path`/v0/${params.baseId}/${params.recordId}/${params.field}/uploadAttachment`;
      const body = { contentType: file.contentType, file: file.base64, filename: file.name ?? "file" };
      const made = await request(host, "POST", address, { json: body, expects: "id" });
      return { ...none, ...recordOf(made) };
    }
    case "List Tables": {
      const { tables } = await request(airtable, "GET", path`/v0/meta/bases/${params.baseId}/tables`, {
        expects: "tables[]",
      });
      const brief = tables.map(({ id, name, fields }: any) => ({
        id,
        name: name ?? null,
        fields: (fields ?? []).map((field: any) => ({ id: field.id, name: field.name, type: field.type })),
      }));
      return { ...none, tables: brief };
    }
    default:
      throw unknownAction("Airtable", params.action);
  }
}
