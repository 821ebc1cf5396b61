// Salesforce REST API: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/ (sObject Basic Information, sObject Rows,
// Query), errors: …/errorcodes.htm
import {
  collect,
  filled,
  json,
  limitOf,
  list,
  NodeError,
  path,
  rawRequest,
  remove,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { id: null, success: null, record: null, records: null, total: null, hasMore: null };

/** Without what tells only where a record is, at every depth. */
function recordOf(record: any): any {
  if (Array.isArray(record)) return record.map(recordOf);
  if (typeof record !== "object" || record === null) return record;
  const { attributes: _, ...fields } = record;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, recordOf(value)]));
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const salesforce: Vendor = {
    name: "Salesforce",
    repeatsWrites: repeatsWrites(params),
    base: secret(env, "SALESFORCE_INSTANCE_URL"),
    headers: { authorization: `Bearer ${secret(env, "SALESFORCE_ACCESS_TOKEN")}` },
    failure: (body) => {
      const error = Array.isArray(body) ? body[0] : body;
      const passes = error?.errorCode === "REQUEST_LIMIT_EXCEEDED" || error?.errorCode === "UNABLE_TO_LOCK_ROW";
      return { code: error?.errorCode ?? error?.error, message: error?.message, retryable: passes || undefined };
    },
  };
  if (params.action === "Request") return await rawRequest(salesforce, params);
  const data = path`/services/data/${params.apiVersion || "v62.0"}`;
  const rows = () => data + path`/sobjects/${params.object}`;
  const row = () => rows() + path`/${params.recordId}`;
  const fields = () => json(params.fields, "fields") ?? {};
  switch (params.action ?? "Create Record") {
    case "Create Record": {
      const { id, success } = await request(salesforce, "POST", rows(), { json: fields(), expects: "id" });
      return { ...none, id, success: success ?? true };
    }
    case "Get Record": {
      const query = { fields: list(params.returnFields).join(",") };
      const record = recordOf(await request(salesforce, "GET", row(), { query, expects: "Id" }));
      return { ...none, id: record.Id, record };
    }
    case "Update Record":
      await request(salesforce, "PATCH", row(), { json: fields() });
      return { ...none, id: params.recordId, success: true };
    case "Delete Record":
      await remove(salesforce, row(), {}, ["ENTITY_IS_DELETED"]);
      return { ...none, id: params.recordId, success: true };
    case "SOQL Query": {
      let total: number | null = null;
      const { items, hasMore } = await collect(limitOf(params.limit, 2000), async (next: string | undefined) => {
        const query = next ? undefined : { q: params.query };
        const answer = await request(salesforce, "GET", next ?? `${data}/query`, { query, expects: "records[]" });
        total = answer.totalSize ?? null;
        return { items: answer.records, next: answer.nextRecordsUrl };
      });
      return { ...none, records: items.map(recordOf), total, hasMore };
    }
    case "Upsert Record": {
      // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
      const address = rows() + path`/${params.externalField}/${params.externalId}`;
      const answer = await request(salesforce, "PATCH", address, { json: fields() });
      return { ...none, id: answer?.id ?? null, success: answer?.success ?? true, created: answer?.created ?? null };
    }
    case "Find Records": {
      // Values are quoted, so that they stay values:
      // https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
      const name = (text: unknown) => {
        if (/^\w+(\.\w+)*$/.test(String(text))) return String(text);
        throw new NodeError("Salesforce", { message: `"${text}" is not the name of a field or object` });
      };
      const wanted = Object.entries(json(params.where, "where") ?? {}).map(([field, value]) => {
        const isPlain = value === null || typeof value === "number" || typeof value === "boolean";
        return `${name(field)} = ${isPlain ? value : `'${String(value).replace(/[\\']/g, "\\$&")}'`}`;
      });
      const columns = ["Id", ...list(params.returnFields).map(name).filter((field) => field !== "Id")];
      const q = `SELECT ${columns.join(", ")} FROM ${name(params.object)}` +
        (wanted.length > 0 ? ` WHERE ${wanted.join(" AND ")}` : "") + ` LIMIT ${limitOf(params.limit, 2000)}`;
      const answer = await request(salesforce, "GET", `${data}/query`, { query: { q }, expects: "records[]" });
      return { ...none, records: answer.records.map(recordOf), total: answer.totalSize ?? null, hasMore: !answer.done };
    }
    case "Describe Object": {
      const answer = await request(salesforce, "GET", `${rows()}/describe`, { expects: "fields[]" });
      const described = answer.fields.map(({ name, label, type, nillable }: any) => ({
        name,
        label: label ?? null,
        type: type ?? null,
        required: nillable === undefined ? null : !nillable,
      }));
      return { ...none, described };
    }
    default:
      throw unknownAction("Salesforce", params.action);
  }
}
