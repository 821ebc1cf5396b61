// Notion API 2026-03-11: https://developers.notion.com/reference/post-page, …/patch-page, …/query-a-data-source, versions:
// https://developers.notion.com/reference/changes-by-version, errors: https://developers.notion.com/reference/status-codes
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  orAlready,
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  url: null,
  title: null,
  properties: null,
  archived: null,
  createdAt: null,
  editedAt: null,
  pages: null,
  hasMore: null,
};

function pageOf(page: any) {
  const title: any = Object.values(page.properties ?? {}).find((property: any) => property?.type === "title");
  return {
    id: page.id,
    url: page.url ?? null,
    title: title ? (title.title ?? []).map((part: any) => part.plain_text ?? "").join("") : null,
    properties: page.properties ?? {},
    archived: page.in_trash ?? null,
    createdAt: page.created_time ?? null,
    editedAt: page.last_edited_time ?? null,
  };
}

/** Notion takes at most 2000 characters a part: https://developers.notion.com/reference/request-limits */
function richText(text: string) {
  return (text.match(/[^]{1,2000}/g) ?? []).map((content) => ({ type: "text", text: { content } }));
}

function blockOf(block: any) {
  const content = block[block.type] ?? {};
  return {
    id: block.id,
    type: block.type ?? null,
    text: (content.rich_text ?? []).map((part: any) => part.plain_text ?? "").join(""),
    hasChildren: block.has_children ?? null,
  };
}

function paragraphs(text: string | undefined) {
  return (text ?? "").split(/\n\s*\n/).filter((part) => part.trim() !== "").map((part) => ({
    object: "block",
    type: "paragraph",
    paragraph: { rich_text: richText(part) },
  }));
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const notion: Vendor = {
    name: "Notion",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.notion.com",
    headers: { "authorization": `Bearer ${secret(env, "NOTION_API_KEY")}`, "notion-version": "2026-03-11" },
    // A page that is being changed elsewhere is a conflict that passes.
    failure: (body) => ({
      code: body.code,
      message: body.message,
      retryable: body.code === "conflict_error" || undefined,
    }),
  };
  if (params.action === "Request") return await rawRequest(notion, params);
  const title = params.title ? { [params.titleProperty || "title"]: { title: richText(params.title) } } : {};
  const properties = { ...title, ...json(params.properties, "properties") };
  /** Rows are in a data source, of which a database has one or more. */
  const dataSource = async (database: unknown): Promise<string> => {
    if (params.dataSourceId) return params.dataSourceId;
    const found = await request(notion, "GET", path`/v1/databases/${database}`, { expects: "data_sources[]" });
    const sources: any[] = found.data_sources;
    if (sources.length === 1) return sources[0].id;
    const names = sources.map(({ id, name }) => `${name} (${id})`).join(", ");
    const message = `"dataSourceId" is missing: the database has ${sources.length} data sources: ${names}`;
    throw new NodeError("Notion", { message });
  };
  const expects = "id";
  /** At most 100 blocks are taken at a time: https://developers.notion.com/reference/request-limits */
  const append = async (block: string, children: unknown[]) => {
    for (let start = 0; start < children.length; start += 100) {
      const sending = {
        json: { children: children.slice(start, start + 100) },
        expects: "results[]",
        repeatable: false,
      };
      await request(notion, "PATCH", path`/v1/blocks/${block}/children`, sending);
    }
  };
  switch (params.action ?? "Create Page") {
    case "Create Page": {
      const { parentDatabaseId, parentPageId } = params;
      const isRow = parentDatabaseId || params.dataSourceId;
      if (!isRow && !parentPageId) {
        throw new NodeError("Notion", { message: "a page needs a parent: a page or a database" });
      }
      const children = json(params.children, "children") ?? paragraphs(params.text);
      const body = {
        parent: isRow
          ? { type: "data_source_id", data_source_id: await dataSource(parentDatabaseId) }
          : { type: "page_id", page_id: parentPageId },
        properties,
        children: children.length > 0 ? children.slice(0, 100) : undefined,
      };
      const made = await request(notion, "POST", "/v1/pages", { json: body, expects });
      await append(made.id, children.slice(100));
      return { ...none, ...pageOf(made) };
    }
    case "Get Page":
      return { ...none, ...pageOf(await request(notion, "GET", path`/v1/pages/${params.pageId}`, { expects })) };
    case "Update Page": {
      const body = filled({ properties, in_trash: flag(params.archived) });
      return {
        ...none,
        ...pageOf(await request(notion, "PATCH", path`/v1/pages/${params.pageId}`, { json: body, expects })),
      };
    }
    case "Query Database": {
      const [filter, sorts] = [json(params.filter, "filter"), json(params.sorts, "sorts")];
      const address = path`/v1/data_sources/${await dataSource(params.databaseId)}/query`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const body = filled({ filter, sorts, page_size: Math.min(missing, 100), start_cursor: cursor });
        const answer = await request(notion, "POST", address, { json: body, expects: "results[]", repeatable: true });
        return { items: answer.results, next: answer.has_more && answer.next_cursor };
      });
      return { ...none, pages: items.map(pageOf), hasMore };
    }
    case "Append Blocks": {
      const children = json(params.children, "children") ?? paragraphs(params.text);
      if (children.length === 0) throw new NodeError("Notion", { message: "there is no text and no block to append" });
      await append(required(params.pageId, "pageId"), children);
      return { ...none, id: params.pageId };
    }
    case "Get Blocks": {
      const address = path`/v1/blocks/${params.pageId}/children`;
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const query = { page_size: Math.min(missing, 100), start_cursor: cursor };
        const answer = await request(notion, "GET", address, { query, expects: "results[]" });
        return { items: answer.results as any[], next: answer.has_more && answer.next_cursor };
      });
      const blocks = items.map(blockOf);
      const text = blocks.map((block) => block.text).filter(Boolean).join("\n\n");
      return { ...none, id: params.pageId, blocks, text, hasMore };
    }
    case "Search": {
      const filter = params.kind ? { property: "object", value: params.kind } : undefined;
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const body = filled({
          query: params.query,
          filter,
          page_size: Math.min(missing, 100),
          start_cursor: cursor,
        });
        const answer = await request(notion, "POST", "/v1/search", {
          json: body,
          expects: "results[]",
          repeatable: true,
        });
        return { items: answer.results as any[], next: answer.has_more && answer.next_cursor };
      });
      return { ...none, pages: items.map(pageOf), hasMore };
    }
    case "Add Comment": {
      const body = { parent: { page_id: params.pageId }, rich_text: richText(String(required(params.text, "text"))) };
      const made = await request(notion, "POST", "/v1/comments", { json: body, expects });
      return { ...none, id: made.id, createdAt: made.created_time ?? null };
    }
    case "Trash Page": {
      const sending = { json: { in_trash: true }, expects };
      const page = path`/v1/pages/${params.pageId}`;
      const trashed = await orAlready(
        ({ status, message }) => status === 400 && /archived|trash/i.test(message),
        () => request(notion, "PATCH", page, sending),
        async () => {
          const found = await request(notion, "GET", page, { expects });
          return found.in_trash === true || found.archived === true ? found : undefined;
        },
      );
      return { ...none, ...pageOf(trashed) };
    }
    case "List Users": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, missing) => {
        const query = { page_size: Math.min(missing, 100), start_cursor: cursor };
        const answer = await request(notion, "GET", "/v1/users", { query, expects: "results[]" });
        return { items: answer.results as any[], next: answer.has_more && answer.next_cursor };
      });
      const users = items.map(({ id, name, type, person }) => ({
        id,
        name: name ?? null,
        type: type ?? null,
        email: person?.email ?? null,
      }));
      return { ...none, users, hasMore };
    }
    default:
      throw unknownAction("Notion", params.action);
  }
}
