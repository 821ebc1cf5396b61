// HubSpot CRM API v3: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide, errors:
// https://developers.hubspot.com/docs/api-reference/error-handling
import {
  collect,
  filled,
  json,
  limitOf,
  list,
  path,
  rawRequest,
  repeatsWrites,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  email: null,
  firstName: null,
  lastName: null,
  properties: null,
  createdAt: null,
  updatedAt: null,
  contacts: null,
  total: null,
  hasMore: null,
};

function contactOf(contact: any) {
  const properties = contact.properties ?? {};
  return {
    id: contact.id,
    email: properties.email ?? null,
    firstName: properties.firstname ?? null,
    lastName: properties.lastname ?? null,
    properties,
    createdAt: contact.createdAt ?? null,
    updatedAt: contact.updatedAt ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const hubspot: Vendor = {
    name: "HubSpot",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.hubapi.com",
    headers: { authorization: `Bearer ${secret(env, "HUBSPOT_ACCESS_TOKEN")}` },
    failure: (body) => ({ code: body.category ?? body.errorType, message: body.message }),
  };
  if (params.action === "Request") return await rawRequest(hubspot, params);
  const contacts = "/crm/v3/objects/contacts";
  const contact = () => contacts + path`/${params.contactId}`;
  const query = { idProperty: String(params.contactId ?? "").includes("@") ? "email" : undefined };
  const wanted = [...new Set(["email", "firstname", "lastname", ...list(params.returnProperties)])];
  const properties = () =>
    filled({
      email: params.email,
      firstname: params.firstName,
      lastname: params.lastName,
      ...json(params.properties, "properties"),
    });
  const expects = "id";
  switch (params.action ?? "Create Contact") {
    case "Create Contact":
      return {
        ...none,
        ...contactOf(await request(hubspot, "POST", contacts, { json: { properties: properties() }, expects })),
      };
    case "Get Contact": {
      const sending = { query: { ...query, properties: wanted.join(",") }, expects };
      return { ...none, ...contactOf(await request(hubspot, "GET", contact(), sending)) };
    }
    case "Update Contact": {
      const sending = { query, json: { properties: properties() }, expects };
      return { ...none, ...contactOf(await request(hubspot, "PATCH", contact(), sending)) };
    }
    case "Search Contacts": {
      let total: number | null = null;
      const filters = json(params.filters, "filters");
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const body = filled({
          query: params.query,
          filterGroups: filters ? [{ filters }] : undefined,
          properties: wanted,
          limit: Math.min(missing, 200),
          after,
        });
        const answer = await request(hubspot, "POST", `${contacts}/search`, {
          json: body,
          expects: "results[]",
          repeatable: true,
        });
        total = answer.total ?? null;
        return { items: answer.results, next: answer.paging?.next?.after };
      });
      return { ...none, contacts: items.map(contactOf), total, hasMore };
    }
    default:
      throw unknownAction("HubSpot", params.action);
  }
}
