// Trello REST API: https://developer.atlassian.com/cloud/trello/rest/api-group-cards/, …/api-group-lists/, authorization:
// https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/
import {
  collect,
  fileOf,
  filled,
  flag,
  limitOf,
  list,
  multipart,
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

const none = {
  id: null,
  name: null,
  description: null,
  listId: null,
  boardId: null,
  url: null,
  due: null,
  dueComplete: null,
  closed: null,
  labels: null,
  cards: null,
  hasMore: null,
};

function cardOf(card: any) {
  return {
    id: card.id,
    name: card.name ?? null,
    description: card.desc ?? null,
    listId: card.idList ?? null,
    boardId: card.idBoard ?? null,
    url: card.shortUrl ?? card.url ?? null,
    due: card.due ?? null,
    dueComplete: card.dueComplete ?? null,
    closed: card.closed ?? null,
    labels: (card.labels ?? []).map((label: any) => label.name || label.color || label.id),
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  // In a header, key and token are in no log of addresses.
  const key = secret(env, "TRELLO_API_KEY"), token = secret(env, "TRELLO_API_TOKEN");
  const trello: Vendor = {
    name: "Trello",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.trello.com",
    headers: { authorization: `OAuth oauth_consumer_key="${key}", oauth_token="${token}"` },
    // Most errors are a plain text.
    failure: (body) => ({ code: body.error, message: body.message }),
  };
  if (params.action === "Request") return await rawRequest(trello, params);
  const ids = (value: unknown) => list(value).length > 0 ? list(value).join(",") : undefined;
  const common = () =>
    filled({
      desc: params.description,
      due: params.due,
      idLabels: ids(params.labelIds),
      idMembers: ids(params.memberIds),
    });
  const card = () => path`/1/cards/${params.cardId}`;
  const expects = "id";
  switch (params.action ?? "Create Card") {
    case "Create Card": {
      const body = {
        idList: params.listId,
        name: required(params.name, "name"),
        pos: params.position || "bottom",
        ...common(),
      };
      return { ...none, ...cardOf(await request(trello, "POST", "/1/cards", { json: body, expects })) };
    }
    case "Get Card":
      return { ...none, ...cardOf(await request(trello, "GET", card(), { expects })) };
    case "Update Card": {
      const changes = { name: params.newName, dueComplete: flag(params.dueComplete), closed: flag(params.closed) };
      const body = { ...common(), ...filled(changes) };
      return { ...none, ...cardOf(await request(trello, "PUT", card(), { json: body, expects })) };
    }
    case "Move Card": {
      const body = filled({ idList: params.listId, idBoard: params.boardId, pos: params.position || "bottom" });
      return { ...none, ...cardOf(await request(trello, "PUT", card(), { json: body, expects })) };
    }
    case "List Cards": {
      // A page ends before the oldest card of the one before it: https://developer.atlassian.com/cloud/trello/guides/rest-api/api-introduction/#paging
      const { items, hasMore } = await collect(limitOf(params.limit), async (before: string | undefined, missing) => {
        const limit = Math.min(missing, 1000);
        const query = { limit, before };
        const cards: any[] = await request(trello, "GET", path`/1/lists/${params.listId}/cards`, {
          query,
          expects: "[]",
        });
        const oldest = cards.map((one) => one.id).sort()[0];
        return { items: cards, next: oldest };
      });
      return { ...none, cards: items.map(cardOf), hasMore };
    }
    case "Delete Card":
      await remove(trello, card());
      return { ...none, id: params.cardId, deleted: true };
    case "Add Comment": {
      const sending = { query: { text: required(params.text, "text") }, expects };
      const made = await request(trello, "POST", `${card()}/actions/comments`, sending);
      return { ...none, id: made.id };
    }
    case "Add Checklist": {
      const sending = { json: { idCard: params.cardId, name: params.name }, expects };
      const made = await request(trello, "POST", "/1/checklists", sending);
      const address = path`/1/checklists/${made.id}/checkItems`;
      for (const name of list(params.items)) await request(trello, "POST", address, { query: { name }, expects });
      return { ...none, id: made.id, name: made.name ?? null };
    }
    case "Add Attachment": {
      const file = fileOf(params.file, "file");
      const address = `${card()}/attachments`;
      const sending = file
        ? { multipart: multipart({ name: params.name }, { file }), expects }
        : { json: filled({ url: required(params.url, "url"), name: params.name }), expects };
      const made = await request(trello, "POST", address, sending);
      return { ...none, id: made.id, url: made.url ?? null };
    }
    case "Create List": {
      const body = {
        name: params.name,
        idBoard: required(params.boardId, "boardId"),
        pos: params.position || "bottom",
      };
      const made = await request(trello, "POST", "/1/lists", { json: body, expects });
      return { ...none, id: made.id, name: made.name ?? null, boardId: made.idBoard ?? null };
    }
    case "List Lists": {
      const found = await request(trello, "GET", path`/1/boards/${params.boardId}/lists`, { expects: "[]" });
      return {
        ...none,
        lists: found.map(({ id, name, closed }: any) => ({ id, name: name ?? null, closed: closed ?? null })),
      };
    }
    case "List Boards": {
      const found = await request(trello, "GET", "/1/members/me/boards", { expects: "[]" });
      return { ...none, boards: found.map(({ id, name, url }: any) => ({ id, name: name ?? null, url: url ?? null })) };
    }
    case "Search Cards": {
      const query = {
        query: required(params.query, "query"),
        modelTypes: "cards",
        cards_limit: Math.min(limitOf(params.limit), 1000),
      };
      const { cards } = await request(trello, "GET", "/1/search", { query, expects: "cards[]" });
      return { ...none, cards: cards.map(cardOf), hasMore: null };
    }
    default:
      throw unknownAction("Trello", params.action);
  }
}
