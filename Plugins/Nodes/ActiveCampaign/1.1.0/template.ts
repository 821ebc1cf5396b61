// ActiveCampaign API v3: https://developers.activecampaign.com/reference/overview, and its pages on contacts and deals.
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  numberOf,
  path,
  rawRequest,
  remove,
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
  phone: null,
  createdAt: null,
  title: null,
  value: null,
  currency: null,
  stage: null,
  contacts: null,
  total: null,
  hasMore: null,
};

function contactOf(contact: any) {
  const { id, email, firstName, lastName, phone, cdate } = contact;
  return {
    id: String(id),
    email: email ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    phone: phone ?? null,
    createdAt: cdate ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const vendor: Vendor = {
    name: "ActiveCampaign",
    repeatsWrites: repeatsWrites(params),
    base: secret(env, "ACTIVECAMPAIGN_API_URL"),
    headers: { "api-token": secret(env, "ACTIVECAMPAIGN_API_KEY") },
    failure: (body) => ({
      code: body.errors?.[0]?.code,
      message: body.errors?.[0]?.detail ?? body.errors?.[0]?.title ?? body.message,
    }),
  };
  if (params.action === "Request") return await rawRequest(vendor, params);
  const { firstName, lastName, phone } = params;
  switch (params.action ?? "Create Contact") {
    case "Create Contact":
    case "Update Contact": {
      const isNew = params.action !== "Update Contact";
      const contact = filled({
        email: isNew ? params.email : params.newEmail,
        firstName,
        lastName,
        phone,
        fieldValues: json(params.fieldValues, "fieldValues"),
      });
      const address = isNew ? "/api/3/contacts" : path`/api/3/contacts/${params.contactId}`;
      const sending = { json: { contact }, expects: "contact.id" };
      const answer = await request(vendor, isNew ? "POST" : "PUT", address, sending);
      return { ...none, ...contactOf(answer.contact) };
    }
    case "Get Contact": {
      const answer = await request(vendor, "GET", path`/api/3/contacts/${params.contactId}`, { expects: "contact.id" });
      return { ...none, ...contactOf(answer.contact) };
    }
    case "List Contacts": {
      let total: number | null = null;
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: number = 0, missing) => {
        const query = { search: params.search, limit: Math.min(missing, 100), offset };
        const answer = await request(vendor, "GET", "/api/3/contacts", { query, expects: "contacts[]" });
        total = Number(answer.meta?.total ?? answer.contacts.length);
        const next = offset + answer.contacts.length;
        return { items: answer.contacts, next: next < total && next };
      });
      return { ...none, contacts: items.map(contactOf), total, hasMore };
    }
    case "Create Deal": {
      const deal = filled({
        title: params.title,
        value: numberOf(params.value, "value"),
        currency: params.currency || "usd",
        contact: params.contact,
        group: params.pipeline,
        stage: params.stage,
        owner: params.owner,
        description: params.description,
      });
      const answer = await request(vendor, "POST", "/api/3/deals", { json: { deal }, expects: "deal.id" });
      const { id, title, value, currency, stage, cdate } = answer.deal;
      return {
        ...none,
        id: String(id),
        title: title ?? null,
        value: numberOf(value, "value") ?? null,
        currency: currency ?? null,
        stage: stage ?? null,
        createdAt: cdate ?? null,
      };
    }
    case "Sync Contact": {
      // Creates or changes by the email: https://developers.activecampaign.com/reference/sync-a-contacts-data
      const fieldValues = json(params.fieldValues, "fieldValues");
      const contact = filled({ email: params.email, firstName, lastName, phone, fieldValues });
      const sending = { json: { contact }, expects: "contact.id", repeatable: true };
      return { ...none, ...contactOf((await request(vendor, "POST", "/api/3/contact/sync", sending)).contact) };
    }
    case "Delete Contact":
      await remove(vendor, path`/api/3/contacts/${params.contactId}`);
      return { ...none, id: String(params.contactId), deleted: true };
    case "Add Tag": {
      const contactTag = { contact: params.contactId, tag: params.tagId };
      const sending = { json: { contactTag }, expects: "contactTag.id", repeatable: true };
      const answer = await request(vendor, "POST", "/api/3/contactTags", sending);
      return { ...none, id: String(answer.contactTag.id) };
    }
    case "Subscribe to List": {
      const contactList = { contact: params.contactId, list: params.listId, status: flag(params.unsubscribe) ? 2 : 1 };
      const sending = { json: { contactList }, expects: "contactList.id", repeatable: true };
      const answer = await request(vendor, "POST", "/api/3/contactLists", sending);
      return { ...none, id: String(answer.contactList.id) };
    }
    case "Add to Automation": {
      const contactAutomation = { contact: params.contactId, automation: params.automationId };
      const sending = { json: { contactAutomation }, expects: "contactAutomation.id" };
      const answer = await request(vendor, "POST", "/api/3/contactAutomations", sending);
      return { ...none, id: String(answer.contactAutomation.id) };
    }
    default:
      throw unknownAction("ActiveCampaign", params.action);
  }
}
