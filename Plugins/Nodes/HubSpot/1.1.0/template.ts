// HubSpot CRM API v3: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide, errors:
// https://developers.hubspot.com/docs/api-reference/error-handling
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
  required,
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

function recordOf({ id, properties, createdAt, updatedAt }: any) {
  return { id, properties: properties ?? {}, createdAt: createdAt ?? null, updatedAt: updatedAt ?? null };
}

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
  const kind = () => String(params.object ?? "companies");
  const records = () => path`/crm/v3/objects/${kind()}`;
  const one = () => records() + path`/${params.recordId}`;
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
    case "Create Record": {
      const sending = { json: { properties: json(params.properties, "properties") ?? {} }, expects };
      return { ...none, ...recordOf(await request(hubspot, "POST", records(), sending)) };
    }
    case "Get Record": {
      const query = { properties: list(params.returnProperties).join(",") };
      return { ...none, ...recordOf(await request(hubspot, "GET", one(), { query, expects })) };
    }
    case "Update Record": {
      const sending = { json: { properties: json(params.properties, "properties") ?? {} }, expects };
      return { ...none, ...recordOf(await request(hubspot, "PATCH", one(), sending)) };
    }
    case "Delete Record":
      await remove(hubspot, one());
      return { ...none, id: String(params.recordId), deleted: true };
    case "Upsert Record": {
      // https://developers.hubspot.com/docs/api-reference/crm-objects-v3/batch/post-crm-v3-objects-objectType-batch-upsert
      const input = {
        idProperty: required(params.uniqueProperty, "uniqueProperty"),
        id: required(params.uniqueValue, "uniqueValue"),
        properties: json(params.properties, "properties") ?? {},
      };
      const sending = { json: { inputs: [input] }, expects: "results.0.id", repeatable: true };
      const { results } = await request(hubspot, "POST", `${records()}/batch/upsert`, sending);
      return { ...none, ...recordOf(results[0]) };
    }
    case "Search Records": {
      let total: number | null = null;
      const filters = json(params.filters, "filters");
      const { items, hasMore } = await collect(limitOf(params.limit), async (after: string | undefined, missing) => {
        const body = filled({
          query: params.query,
          filterGroups: filters ? [{ filters }] : undefined,
          properties: list(params.returnProperties),
          limit: Math.min(missing, 200),
          after,
        });
        const sending = { json: body, expects: "results[]", repeatable: true };
        const answer = await request(hubspot, "POST", `${records()}/search`, sending);
        total = answer.total ?? null;
        return { items: answer.results as any[], next: answer.paging?.next?.after };
      });
      return { ...none, records: items.map(recordOf), total, hasMore };
    }
    case "Associate Records": {
      const other = path`/associations/default/${params.toObject}/${params.toRecordId}`;
      await request(hubspot, "PUT", path`/crm/v4/objects/${kind()}/${params.recordId}` + other);
      return { ...none, id: String(params.recordId) };
    }
    case "Add Note": {
      // https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide; 202 is "note to contact", and so on.
      const types: Record<string, number> = { contacts: 202, companies: 190, deals: 214, tickets: 228 };
      const associationTypeId = types[kind()];
      if (!associationTypeId) throw new NodeError("HubSpot", { message: `a note cannot be added to ${kind()}` });
      const body = {
        properties: { hs_note_body: required(params.text, "text"), hs_timestamp: new Date().toISOString() },
        associations: [{
          to: { id: params.recordId },
          types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }],
        }],
      };
      const made = await request(hubspot, "POST", "/crm/v3/objects/notes", { json: body, expects });
      return { ...none, id: made.id, createdAt: made.createdAt ?? null };
    }
    default:
      throw unknownAction("HubSpot", params.action);
  }
}
