// monday.com GraphQL API: https://developer.monday.com/api-reference/reference/items, paging: …/reference/items-page, errors:
// https://developer.monday.com/api-reference/docs/error-handling, once only: https://developer.monday.com/api-reference/docs/idempotency
import {
  type Call,
  collect,
  filled,
  flag,
  idempotencyKey,
  json,
  keyed,
  limitOf,
  list,
  malformed,
  NodeError,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const fields = "id name state url created_at updated_at group { id } board { id } column_values { id text }";
const none = {
  id: null,
  name: null,
  state: null,
  group: null,
  board: null,
  url: null,
  createdAt: null,
  updatedAt: null,
  columns: null,
  items: null,
  hasMore: null,
};
// Limits of its that pass; others stay.
const passing = /COMPLEXITY|RATE_LIMIT|Concurrency|LIMIT_EXCEEDED|INTERNAL_SERVER_ERROR/i;

function itemOf(item: any) {
  return {
    id: item.id,
    name: item.name ?? null,
    state: item.state ?? null,
    group: item.group?.id ?? null,
    board: item.board?.id ?? null,
    url: item.url ?? null,
    createdAt: item.created_at ?? null,
    updatedAt: item.updated_at ?? null,
    columns: Object.fromEntries((item.column_values ?? []).map((column: any) => [column.id, column.text ?? null])),
  };
}

function failure(body: any, response?: Response) {
  const error = body.errors?.[0];
  const code = error?.extensions?.code ?? body.error_code;
  // An attempt that comes while the one before is still at work is a conflict that passes.
  const passes = response?.status === 409 || passing.test(code ?? "");
  return {
    code,
    message: error?.message ?? body.error_message,
    retryable: passes || undefined,
    retryAfter: error?.extensions?.retry_in_seconds,
  };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const monday: Vendor = {
    name: "Monday",
    base: params.baseUrl || "https://api.monday.com",
    headers: { "authorization": secret(env, "MONDAY_API_TOKEN"), "api-version": "2026-10" },
    failure,
  };
  if (params.action === "Request") return await rawRequest(monday, params, await keyed(params, call));
  const ask = async (query: string, variables: Record<string, unknown>) => {
    const headers = query.startsWith("mutation") ? { "idempotency-key": await idempotencyKey(call) } : undefined;
    const answer = await request(monday, "POST", "/v2", { headers, json: { query, variables } });
    if (answer?.errors?.length || answer?.error_code) {
      throw new NodeError("Monday", { status: 200, ...failure(answer) });
    }
    return answer?.data ?? {};
  };
  const found = (item: any, otherwise = malformed("Monday")) => {
    if (!item?.id) throw otherwise;
    return { ...none, ...itemOf(item) };
  };
  const missing = (what: string) => new NodeError("Monday", { code: "not_found", message: `there is no ${what}` });
  const values = JSON.stringify(json(params.columnValues, "columnValues") ?? {});
  const labels = flag(params.createLabels) ?? false;
  switch (params.action ?? "Create Item") {
    case "Create Item": {
      const query = `mutation($board: ID!, $group: String, $name: String!, $values: JSON, $labels: Boolean) {
        create_item(board_id: $board, group_id: $group, item_name: $name, column_values: $values,
          create_labels_if_missing: $labels) { ${fields} }
      }`;
      const variables = filled({ board: params.boardId, group: params.groupId, name: params.name, values, labels });
      return found((await ask(query, variables)).create_item);
    }
    case "Get Item": {
      const { items } = await ask(`query($ids: [ID!]) { items(ids: $ids) { ${fields} } }`, { ids: [params.itemId] });
      return Array.isArray(items) ? found(items[0], missing(`item ${params.itemId}`)) : found(null);
    }
    case "Update Item": {
      const query = `mutation($board: ID!, $item: ID!, $values: JSON!, $labels: Boolean) {
        change_multiple_column_values(board_id: $board, item_id: $item, column_values: $values,
          create_labels_if_missing: $labels) { ${fields} }
      }`;
      const variables = { board: params.boardId, item: params.itemId, values, labels };
      return found((await ask(query, variables)).change_multiple_column_values);
    }
    case "List Items": {
      const { items, hasMore } = await collect(limitOf(params.limit), async (cursor: string | undefined, room) => {
        const limit = Math.min(room, 500);
        const query = cursor
          ? `query($cursor: String!, $limit: Int!) { next_items_page(cursor: $cursor, limit: $limit) { cursor items { ${fields} } } }`
          : `query($boards: [ID!], $limit: Int!) { boards(ids: $boards) { items_page(limit: $limit) { cursor items { ${fields} } } } }`;
        const data = await ask(query, cursor ? { cursor, limit } : { boards: [params.boardId], limit });
        const page = cursor ? data.next_items_page : data.boards?.[0]?.items_page;
        if (data.boards?.length === 0) throw missing(`board ${params.boardId}`);
        if (!Array.isArray(page?.items)) throw malformed("Monday");
        return { items: page.items as any[], next: page.cursor };
      });
      return { ...none, items: items.map(itemOf), hasMore };
    }
    case "Delete Item": {
      const query = "mutation($item: ID!) { delete_item(item_id: $item) { id } }";
      const { delete_item } = await ask(query, { item: params.itemId });
      if (!delete_item?.id) throw malformed("Monday");
      return { ...none, id: delete_item.id, state: "deleted" };
    }
    case "Move Item": {
      const query =
        `mutation($item: ID!, $group: String!) { move_item_to_group(item_id: $item, group_id: $group) { ${fields} } }`;
      return found(
        (await ask(query, { item: params.itemId, group: required(params.groupId, "groupId") })).move_item_to_group,
      );
    }
    case "Add Update": {
      const query = "mutation($item: ID!, $body: String!) { create_update(item_id: $item, body: $body) { id } }";
      const { create_update } = await ask(query, { item: params.itemId, body: required(params.body, "body") });
      if (!create_update?.id) throw malformed("Monday");
      return { ...none, id: create_update.id };
    }
    case "Create Subitem": {
      const query = `mutation($parent: ID!, $name: String!, $values: JSON) {
        create_subitem(parent_item_id: $parent, item_name: $name, column_values: $values) { ${fields} }
      }`;
      return found((await ask(query, { parent: params.itemId, name: params.name, values })).create_subitem);
    }
    case "Find Items": {
      // https://developer.monday.com/api-reference/reference/items-page-by-column-values
      const query = `query($board: ID!, $limit: Int!, $columns: [ItemsPageByColumnValuesQuery!]) {
        items_page_by_column_values(board_id: $board, limit: $limit, columns: $columns) { cursor items { ${fields} } }
      }`;
      const columns = [{ column_id: required(params.columnId, "columnId"), column_values: list(params.equals) }];
      const limit = Math.min(limitOf(params.limit), 500);
      const page = (await ask(query, { board: params.boardId, limit, columns })).items_page_by_column_values;
      if (!Array.isArray(page?.items)) throw malformed("Monday");
      return { ...none, items: page.items.map(itemOf), hasMore: Boolean(page.cursor) };
    }
    case "List Boards": {
      const limit = Math.min(limitOf(params.limit), 500);
      const query =
        "query($limit: Int!) { boards(limit: $limit) { id name groups { id title } columns { id title type } } }";
      const { boards } = await ask(query, { limit });
      if (!Array.isArray(boards)) throw malformed("Monday");
      return { ...none, boards };
    }
    default:
      throw unknownAction("Monday", params.action);
  }
}
