// ConvertKit API v3, the one that takes an API secret: https://developers.kit.com/v3
import {
  collect,
  filled,
  json,
  limitOf,
  path,
  rawRequest,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  subscriberId: null,
  state: null,
  createdAt: null,
  name: null,
  subscribers: null,
  total: null,
  hasMore: null,
};

function subscriberOf(subscriber: any) {
  return {
    id: subscriber.id,
    email: subscriber.email_address ?? null,
    firstName: subscriber.first_name ?? null,
    state: subscriber.state ?? null,
    createdAt: subscriber.created_at ?? null,
    fields: subscriber.fields ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const api_secret = secret(env, "CONVERTKIT_API_SECRET");
  const kit: Vendor = {
    name: "ConvertKit",
    base: params.baseUrl || "https://api.convertkit.com",
    failure: (body) => ({ code: body.error, message: body.message }),
  };
  if (params.action === "Request") return await rawRequest(kit, params, { query: { api_secret } });
  const person = filled({ email: params.email, first_name: params.firstName, fields: json(params.fields, "fields") });
  const subscribe = async (address: string) => {
    const sending = { json: { api_secret, ...person }, expects: "subscription.id" };
    const { subscription } = await request(kit, "POST", address, sending);
    const { id, subscriber, state, created_at } = subscription;
    return { ...none, id, subscriberId: subscriber?.id ?? null, state: state ?? null, createdAt: created_at ?? null };
  };
  switch (params.action ?? "Add Subscriber") {
    case "Add Subscriber":
      return await subscribe(path`/v3/forms/${params.formId}/subscribe`);
    case "Tag Subscriber":
      return await subscribe(path`/v3/tags/${params.tagId}/subscribe`);
    case "Add to Sequence":
      return await subscribe(path`/v3/sequences/${params.sequenceId}/subscribe`);
    case "Remove Tag": {
      const sending = { json: { api_secret, email: params.email }, expects: "id" };
      const tag = await request(kit, "POST", path`/v3/tags/${params.tagId}/unsubscribe`, sending);
      return { ...none, id: tag.id, name: tag.name ?? null, createdAt: tag.created_at ?? null };
    }
    case "List Subscribers": {
      let total: number | null = null;
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1) => {
        const query = { api_secret, from: params.from, to: params.to, page };
        const answer = await request(kit, "GET", "/v3/subscribers", { query, expects: "subscribers[]" });
        total = answer.total_subscribers ?? null;
        return { items: answer.subscribers, next: page < (answer.total_pages ?? 1) && page + 1 };
      });
      return { ...none, subscribers: items.map(subscriberOf), total, hasMore };
    }
    default:
      throw unknownAction("ConvertKit", params.action);
  }
}
