// BigQuery API v2: https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query, …/jobs/getQueryResults,
// …/tabledata/insertAll, …/tables; values: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types
import {
  type Call,
  collect,
  filled,
  flag,
  googleFailure,
  idempotencyKey,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  rows: null,
  columns: null,
  count: null,
  hasMore: null,
  affectedRows: null,
  bytesProcessed: null,
  jobId: null,
  state: null,
  problems: null,
  items: null,
  details: null,
};
const types = [
  "STRING",
  "BYTES",
  "INT64",
  "FLOAT64",
  "NUMERIC",
  "BIGNUMERIC",
  "BOOL",
  "DATE",
  "TIME",
  "DATETIME",
  "TIMESTAMP",
  "JSON",
  "GEOGRAPHY",
];

/** A parameter: a type is taken from the value, where none is given. */
function parameter(value: any): { parameterType: any; parameterValue: any } {
  if (Array.isArray(value)) {
    const items = value.map(parameter);
    return {
      parameterType: { type: "ARRAY", arrayType: items[0]?.parameterType ?? { type: "STRING" } },
      parameterValue: { arrayValues: items.map(({ parameterValue }) => parameterValue) },
    };
  }
  if (typeof value === "object" && value !== null) {
    const type = String(value.type ?? "").toUpperCase();
    if (types.includes(type) && "value" in value) {
      if (Array.isArray(value.value)) return parameter(value.value.map((item: unknown) => ({ type, value: item })));
      const text = value.value === null
        ? null
        : typeof value.value === "object"
        ? JSON.stringify(value.value)
        : String(value.value);
      return { parameterType: { type }, parameterValue: { value: text } };
    }
    const members = Object.entries(value).map(([name, item]) => ({ name, ...parameter(item) }));
    return {
      parameterType: { type: "STRUCT", structTypes: members.map(({ name, parameterType: type }) => ({ name, type })) },
      parameterValue: {
        structValues: Object.fromEntries(members.map(({ name, parameterValue }) => [name, parameterValue])),
      },
    };
  }
  const type = typeof value === "boolean"
    ? "BOOL"
    : typeof value !== "number"
    ? "STRING"
    : Number.isSafeInteger(value)
    ? "INT64"
    : "FLOAT64";
  return {
    parameterType: { type },
    parameterValue: { value: value === null || value === undefined ? null : String(value) },
  };
}

/** A cell as a value: a whole number that a number cannot hold, and a decimal, stay texts. */
function valueOf(cell: any, field: any): unknown {
  if (cell === null || cell === undefined) return null;
  if (field.mode === "REPEATED") return cell.map(({ v }: any) => valueOf(v, { ...field, mode: "NULLABLE" }));
  switch (field.type) {
    case "RECORD":
    case "STRUCT":
      return rowOf(cell, field.fields);
    case "INTEGER":
    case "INT64":
      return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
    case "FLOAT":
    case "FLOAT64":
      return Number.isFinite(Number(cell)) ? Number(cell) : cell;
    case "BOOLEAN":
    case "BOOL":
      return cell === "true" || cell === true;
    case "TIMESTAMP":
      // In microseconds, by useInt64Timestamp.
      return new Date(Number(BigInt(cell) / 1000n)).toISOString().replace(
        /\.\d+Z$/,
        `.${String(((BigInt(cell) % 1000000n) + 1000000n) % 1000000n).padStart(6, "0")}Z`,
      );
    case "JSON":
      return JSON.parse(cell);
    default:
      return cell;
  }
}

function rowOf(row: any, fields: any[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field, index) => [field.name, valueOf(row.f[index].v, field)]));
}

/** Runs a query, and reads its rows page by page when it is done. */
async function queried(bigquery: Vendor, project: string, params: any, call: Call) {
  const parameters = Object.entries(json(params.parameters, "parameters") ?? {});
  const body = filled({
    query: required(params.sql, "sql"),
    useLegacySql: false,
    parameterMode: parameters.length > 0 ? "NAMED" : undefined,
    queryParameters: parameters.length > 0
      ? parameters.map(([name, value]) => ({ name, ...parameter(value) }))
      : undefined,
    location: params.location,
    defaultDataset: params.defaultDataset ? { datasetId: params.defaultDataset } : undefined,
    maximumBytesBilled: params.maximumBytes,
    dryRun: flag(params.dryRun),
    maxResults: Math.min(limitOf(params.limit, 1000), 10_000),
    timeoutMs: 20_000,
    formatOptions: { useInt64Timestamp: true },
    // The same query with the same id is the same job for 15 minutes: jobs.query, "requestId".
    requestId: await idempotencyKey(call),
  });
  const first = await request(bigquery, "POST", `${project}/queries`, { json: body, expects: "jobReference" });
  const { jobId = null, location } = first.jobReference;
  const query = { location: location ?? params.location, timeoutMs: 20_000, "formatOptions.useInt64Timestamp": true };
  const later = async (more: Record<string, any>) =>
    await request(bigquery, "GET", project + path`/queries/${jobId}`, {
      query: { ...query, ...more },
      expects: "jobReference",
    });
  let answer = first;
  while (answer.jobComplete === false) answer = await later({ maxResults: body.maxResults });
  const fields: any[] = answer.schema?.fields ?? [];
  const { items, hasMore } = await collect(
    limitOf(params.limit, 1000),
    async (pageToken: string | undefined, missing) => {
      const page = pageToken === undefined ? answer : await later({ pageToken, maxResults: Math.min(missing, 10_000) });
      return { items: (page.rows ?? []) as any[], next: page.pageToken };
    },
  );
  const number = (text: unknown) => text === undefined || text === null ? null : Number(text);
  return {
    ...none,
    rows: items.map((row) => rowOf(row, fields)),
    columns: fields.map(({ name, type, mode }) => ({ name, type, mode: mode ?? "NULLABLE" })),
    count: items.length,
    hasMore,
    affectedRows: number(answer.numDmlAffectedRows),
    bytesProcessed: number(answer.totalBytesProcessed),
    jobId,
    state: "DONE",
  };
}

async function inserted(bigquery: Vendor, table: string, params: any, call: Call) {
  const given = json(required(params.rows, "rows"), "rows");
  const rows: any[] = Array.isArray(given) ? given : [given];
  // By its id a row that was sent twice within a minute is known: tabledata.insertAll, "insertId".
  const key = await idempotencyKey(call);
  const body = filled({
    rows: rows.map((json, index) => ({ insertId: `${key}-${index}`, json })),
    skipInvalidRows: flag(params.skipInvalid),
    ignoreUnknownValues: flag(params.ignoreUnknown),
  });
  const answer = await request(bigquery, "POST", `${table}/insertAll`, { json: body, expects: "kind" });
  const problems = (answer.insertErrors ?? []).flatMap(({ index, errors }: any) =>
    errors.map(({ reason, message, location }: any) => ({
      index,
      reason: reason ?? null,
      message: message ?? null,
      column: location || null,
    }))
  );
  if (problems.length > 0 && !flag(params.skipInvalid)) {
    const [{ index, reason, message, column }] = problems;
    throw new NodeError("BigQuery", {
      code: reason,
      message: `Row ${index}${column ? `, column "${column}"` : ""}: ${message}. No row was inserted`,
      status: 200,
    });
  }
  const refused = new Set(problems.map(({ index }: any) => index));
  return { ...none, count: rows.length - refused.size, problems };
}

export default async function (env: any, params: any, call: Call) {
  const bigquery: Vendor = {
    name: "BigQuery",
    base: params.baseUrl || "https://bigquery.googleapis.com",
    headers: { authorization: `Bearer ${secret(env, "BIGQUERY_ACCESS_TOKEN")}` },
    failure: (body) => {
      const failure = googleFailure(body);
      // Troubleshoot quota and limit errors; Error messages, "backendError" and "jobRateLimitExceeded".
      const passes = ["backendError", "jobRateLimitExceeded", "tableUnavailable"].includes(String(failure.code));
      return passes ? { ...failure, retryable: true } : failure;
    },
  };
  const project = () => path`/bigquery/v2/projects/${params.project}`;
  const dataset = () => project() + path`/datasets/${params.dataset}`;
  const listed = async (address: string, member: string) =>
    await collect(limitOf(params.limit, 1000), async (pageToken: string | undefined, missing) => {
      const query = { maxResults: Math.min(missing, 1000), pageToken };
      // An empty list has no member of its own.
      const answer = await request(bigquery, "GET", address, { query, expects: "kind" });
      return { items: (answer[member] ?? []) as any[], next: answer.nextPageToken };
    });
  switch (params.action ?? "Query") {
    case "Query":
      return await queried(bigquery, project(), params, call);
    case "Insert Rows":
      return await inserted(bigquery, dataset() + path`/tables/${params.table}`, params, call);
    case "List Datasets": {
      const { items, hasMore } = await listed(`${project()}/datasets`, "datasets");
      const found = items.map(({ datasetReference, location }) => ({
        id: datasetReference.datasetId,
        type: "DATASET",
        location: location ?? null,
        createdAt: null,
      }));
      return { ...none, items: found, hasMore };
    }
    case "List Tables": {
      const { items, hasMore } = await listed(`${dataset()}/tables`, "tables");
      const found = items.map(({ tableReference, type, creationTime }) => ({
        id: tableReference.tableId,
        type: type ?? null,
        location: null,
        createdAt: creationTime ? new Date(Number(creationTime)).toISOString() : null,
      }));
      return { ...none, items: found, hasMore };
    }
    case "Get Table": {
      const answer = await request(bigquery, "GET", dataset() + path`/tables/${params.table}`, {
        expects: "tableReference",
      });
      const columns = (answer.schema?.fields ?? []).map(({ name, type, mode }: any) => ({
        name,
        type,
        mode: mode ?? "NULLABLE",
      }));
      return { ...none, columns, count: answer.numRows === undefined ? null : Number(answer.numRows), details: answer };
    }
    case "Get Job": {
      const query = { location: params.location };
      const answer = await request(bigquery, "GET", project() + path`/jobs/${params.jobId}`, {
        query,
        expects: "status",
      });
      return {
        ...none,
        jobId: answer.jobReference?.jobId ?? params.jobId,
        state: answer.status.state ?? null,
        details: answer,
      };
    }
    case "Request":
      return await rawRequest(bigquery, params);
    default:
      throw unknownAction("BigQuery", params.action);
  }
}
