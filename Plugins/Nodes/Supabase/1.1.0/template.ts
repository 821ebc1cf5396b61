// Supabase's REST API, which is PostgREST: https://supabase.com/docs/guides/api, https://docs.postgrest.org/en/v12/references/api/tables_views.html,
// errors: https://docs.postgrest.org/en/v12/references/errors.html, keys: https://supabase.com/docs/guides/api/api-keys
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  malformed,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestBytes,
  requestWithHeaders,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

/** https://docs.postgrest.org/en/v12/references/api/tables_views.html#operators */
const operators = new Set(
  "eq neq gt gte lt lte like ilike match imatch in is isdistinct fts plfts phfts wfts cs cd ov sl sr nxr nxl adj"
    .split(" "),
);
/** Parameters that are no columns. */
const reserved = /^(select|order|limit|offset|columns|on_conflict|(not\.)?(and|or))$/;

function refused(message: string): NodeError {
  return new NodeError("Supabase", { message });
}

/** The text of a value, in the place where PostgREST expects one. */
function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function condition(operator: string, value: unknown): string {
  const [, not = "", name] = operator.match(/^(not\.)?(\w+)$/) ?? [];
  if (!operators.has(name)) throw refused(`"${operator}" is not an operator of a filter`);
  if (value === null || name === "is") return `${not}is.${value}`;
  if (name !== "in") return `${not}${name}.${textOf(value)}`;
  if (!Array.isArray(value)) throw refused('the value of "in" must be a list');
  return `${not}in.(${value.map((item) => `"${textOf(item).replace(/["\\]/g, "\\$&")}"`).join(",")})`;
}

/**
 * `{open: true}`, or `[{column: "width", operator: "gt", value: 5}]`, as PostgREST reads it. A value never chooses how
 * it is compared: it may come from a stranger.
 */
function filtersOf(given: any): Record<string, any> {
  const filters: Record<string, string[]> = {};
  const add = (column: unknown, operator: unknown, value: unknown) => {
    const name = String(required(column as string, "filters.column"));
    if (reserved.test(name)) throw refused(`"${name}" is not a column`);
    if (value === undefined) throw refused(`the filter of "${name}" has no value`);
    (filters[name] ??= []).push(condition(String(operator), value));
  };
  if (Array.isArray(given)) {
    for (const filter of given) add(filter?.column, filter?.operator ?? "eq", filter?.value);
    return filters;
  }
  for (const [column, value] of Object.entries(given ?? {})) {
    if (typeof value === "object" && value !== null) {
      throw refused(`the filter of "${column}" is not one value: write [{column, operator, value}]`);
    }
    add(column, value === null ? "is" : "eq", value);
  }
  return filters;
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const key = secret(env, "SUPABASE_ANON_KEY");
  const schema = params.schema || "public";
  const supabase: Vendor = {
    name: "Supabase",
    repeatsWrites: repeatsWrites(params),
    base: required(params.url, "url"),
    // A newer key (sb_publishable_…, sb_secret_…) is no JWT, which PostgREST wants as a bearer's token.
    headers: { apikey: key, authorization: key.startsWith("sb_") ? undefined : `Bearer ${key}` },
    failure: (body) => ({
      code: body.code,
      message: [body.message, body.details].filter(Boolean).join(": ") || body.error,
    }),
  };
  if (params.action === "Request") return await rawRequest(supabase, params);
  const table = params.action === "Call Function" ? "" : path`/rest/v1/${params.table}`;
  const filters = filtersOf(json(params.filters, "filters"));
  const writing = (prefer: string) => ({ "content-profile": schema, prefer });
  const done = (rows: any[]) => ({ rows, count: rows.length, hasMore: null });
  const guarded = () => {
    if (Object.keys(filters).length === 0 && !flag(params.allRows)) {
      throw new NodeError("Supabase", { code: "no_filter", message: "there is no filter: every row would change" });
    }
    return filters;
  };
  switch (params.action ?? "Insert Row") {
    case "Insert Row":
    case "Upsert Rows": {
      if (params.action === "Upsert Rows") required(params.onConflict, "onConflict");
      const merge = params.onConflict ? "resolution=merge-duplicates," : "";
      return done(
        await request(supabase, "POST", table, {
          query: { on_conflict: params.onConflict },
          headers: writing(`${merge}return=representation`),
          // A row that is there already is changed to the same.
          repeatable: params.onConflict !== undefined,
          json: required(json(params.row, "row"), "row"),
          expects: "[]",
        }),
      );
    }
    case "Select Rows": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: number = 0, missing) => {
        const limit = Math.min(missing, 1000);
        const query = { select: params.columns || "*", ...filters, order: params.order, limit, offset };
        // How many rows there are is told by "0-24/3573458"; a page may be shorter than it was asked for ("Max rows"):
        // https://docs.postgrest.org/en/v12/references/api/pagination_count.html
        const { body: rows, headers } = await requestWithHeaders(supabase, "GET", table, {
          query,
          headers: { "accept-profile": schema, prefer: "count=exact" },
          expects: "[]",
        });
        const total = Number(headers.get("content-range")?.split("/")[1] ?? NaN);
        const next = offset + rows.length;
        // Where no total is told ("0-24/*"), the end is a page without rows.
        return { items: rows as any[], next: rows.length > 0 && !(next >= total) && next };
      });
      return { rows: items, count: items.length, hasMore };
    }
    case "Count Rows": {
      const query = { select: "*", ...filters };
      const headers = { "accept-profile": schema, prefer: "count=exact" };
      const { headers: found } = await requestBytes(supabase, "HEAD", table, { query, headers });
      const total = Number(found.get("content-range")?.split("/")[1] ?? NaN);
      if (!Number.isFinite(total)) throw malformed("Supabase");
      return { count: total };
    }
    case "Call Function": {
      const name = path`/rest/v1/rpc/${required(params.function, "function")}`;
      const sending = { headers: writing("return=representation"), json: json(params.arguments, "arguments") ?? {} };
      const result = await request(supabase, "POST", name, sending);
      return { result: { value: result } };
    }
    case "Update Rows":
      return done(
        await request(supabase, "PATCH", table, {
          query: guarded(),
          headers: writing("return=representation"),
          json: json(params.values, "values"),
          expects: "[]",
        }),
      );
    case "Delete Rows":
      return done(
        await request(supabase, "DELETE", table, {
          query: guarded(),
          headers: writing("return=representation"),
          expects: "[]",
        }),
      );
    default:
      throw unknownAction("Supabase", params.action);
  }
}
