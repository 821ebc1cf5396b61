// Supabase's REST API, which is PostgREST: https://supabase.com/docs/guides/api, https://docs.postgrest.org/en/v12/references/api/tables_views.html,
// errors: https://docs.postgrest.org/en/v12/references/errors.html, keys: https://supabase.com/docs/guides/api/api-keys
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  path,
  rawRequest,
  repeatsWrites,
  request,
  requestWithHeaders,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

/** Operators of PostgREST ("Operators" of its page on tables and views), which only a document's author may choose. */
const operators = new Set(
  "eq neq gt gte lt lte like ilike match imatch in is isdistinct fts plfts phfts wfts cs cd ov sl sr nxr nxl adj".split(
    " ",
  ),
);

/** A list as PostgREST reads it. */
function listed(values: unknown[]): string {
  return `(${values.map((item) => `"${String(item).replace(/["\\]/g, "\\$&")}"`).join(",")})`;
}

/** `{width: {gt: 5}}`, or `{width: {not: {in: [1, 2]}}}`. */
function comparison(column: string, given: Record<string, unknown>): string {
  return Object.entries(given).map(([name, value]) => {
    if (name === "not" && typeof value === "object" && value !== null) {
      return `not.${comparison(column, value as Record<string, unknown>)}`;
    }
    if (!operators.has(name)) throw new NodeError("Supabase", { message: `"${name}" is not an operator (${column})` });
    return `${name}.${Array.isArray(value) ? listed(value) : value}`;
  })[0];
}

/**
 * `{open: true, width: {gt: 5}}` as PostgREST reads it. A text is a value, whatever it looks like: it may come from a
 * stranger.
 */
function filtersOf(given: any): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([column, value]) => {
      if (value === null) return [column, "is.null"];
      if (Array.isArray(value)) return [column, `in.${listed(value)}`];
      return [column, typeof value === "object" ? comparison(column, value as any) : `eq.${value}`];
    }),
  );
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
  const table = path`/rest/v1/${params.table}`;
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
    case "Insert Row": {
      const merge = params.onConflict ? "resolution=merge-duplicates," : "";
      return done(
        await request(supabase, "POST", table, {
          query: { on_conflict: params.onConflict },
          headers: writing(`${merge}return=representation`),
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
        const isMore = Number.isFinite(total) ? next < total : rows.length === limit;
        return { items: rows as any[], next: rows.length > 0 && isMore && next };
      });
      return { rows: items, count: items.length, hasMore };
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
