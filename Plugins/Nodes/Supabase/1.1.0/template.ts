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
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const operators =
  /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|match|imatch|in|is|isdistinct|fts|plfts|phfts|wfts|cs|cd|ov|sl|sr|nxr|nxl|adj)[.(]/;

/** `{open: true, width: "gt.5"}` as PostgREST reads it. */
function filtersOf(given: any): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([column, value]) => {
      if (value === null) return [column, "is.null"];
      if (Array.isArray(value)) {
        return [
          column,
          `in.(${value.map((item) => `"${String(item).replace(/["\\]/g, "\\$&")}"`).join(",")})`,
        ];
      }
      return [column, typeof value === "string" && operators.test(value) ? value : `eq.${value}`];
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
        const rows = await request(supabase, "GET", table, {
          query,
          headers: { "accept-profile": schema },
          expects: "[]",
        });
        return { items: rows as any[], next: rows.length === limit && offset + rows.length };
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
