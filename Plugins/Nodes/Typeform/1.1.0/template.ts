// Typeform Create API: https://www.typeform.com/developers/create/reference/, Responses API:
// https://www.typeform.com/developers/responses/reference/retrieve-responses/
import {
  collect,
  filled,
  flag,
  json,
  limitOf,
  list,
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
  title: null,
  url: null,
  updatedAt: null,
  fields: null,
  forms: null,
  responses: null,
  total: null,
  hasMore: null,
};

function briefOf(form: any) {
  return {
    id: form.id,
    title: form.title ?? null,
    url: form._links?.display ?? null,
    updatedAt: form.last_updated_at ?? null,
  };
}

function formOf(form: any) {
  const fields = (form.fields ?? []).map(({ id, ref, title, type }: any) => ({
    id: id ?? null,
    ref: ref ?? null,
    title: title ?? null,
    type: type ?? null,
  }));
  return { ...none, ...briefOf(form), fields };
}

/** An answer's value is in the member that its type names. */
function valueOf(answer: any): unknown {
  const value = answer[answer.type];
  return value?.labels ?? value?.label ?? value?.other ?? value ?? null;
}

function responseOf(response: any) {
  const answers = (response.answers ?? []).map((
    answer: any,
  ) => [answer.field?.ref ?? answer.field?.id, valueOf(answer)]);
  return {
    id: response.response_id ?? response.token,
    submittedAt: response.submitted_at ?? null,
    landedAt: response.landed_at ?? null,
    answers: Object.fromEntries(answers),
    hidden: response.hidden ?? null,
  };
}

export default async function (env: any, given: any) {
  const params = filled(given);
  const typeform: Vendor = {
    name: "Typeform",
    repeatsWrites: repeatsWrites(params),
    base: params.baseUrl || "https://api.typeform.com",
    headers: { authorization: `Bearer ${secret(env, "TYPEFORM_ACCESS_TOKEN")}` },
    failure: (body) => {
      const details = (body.details ?? []).map((detail: any) =>
        `${detail.field ?? ""} ${detail.description ?? ""}`.trim()
      );
      return { code: body.code, message: [body.description, ...details].filter(Boolean).join("; ") };
    },
  };
  if (params.action === "Request") return await rawRequest(typeform, params);
  const workspace = params.workspaceId;
  switch (params.action ?? "List Forms") {
    case "List Forms": {
      let total: number | null = null;
      const size = Math.min(limitOf(params.limit), 200);
      const { items, hasMore } = await collect(limitOf(params.limit), async (page: number = 1) => {
        const query = { search: params.search, workspace_id: workspace, page, page_size: size };
        const answer = await request(typeform, "GET", "/forms", { query, expects: "items[]" });
        total = answer.total_items ?? null;
        return { items: answer.items, next: page < (answer.page_count ?? 1) && page + 1 };
      });
      return { ...none, forms: items.map(briefOf), total, hasMore };
    }
    case "Get Form":
      return formOf(await request(typeform, "GET", path`/forms/${params.formId}`, { expects: "id" }));
    case "Create Form": {
      const form = filled({
        title: params.title,
        fields: json(params.fields, "fields"),
        workspace: workspace ? { href: `https://api.typeform.com/workspaces/${workspace}` } : undefined,
      });
      return formOf(await request(typeform, "POST", "/forms", { json: form, expects: "id" }));
    }
    case "List Responses": {
      let total: number | null = null;
      // Newest first: a page ends before the last answer of the one before it.
      const { items, hasMore } = await collect(limitOf(params.limit), async (before: string | undefined, missing) => {
        const size = Math.min(missing, 1000);
        const query = { since: params.since, until: params.until, page_size: size, before };
        const answer = await request(typeform, "GET", path`/forms/${params.formId}/responses`, {
          query,
          expects: "items[]",
        });
        total ??= answer.total_items ?? null;
        return { items: answer.items, next: answer.items.at(-1)?.token };
      });
      return { ...none, responses: items.map(responseOf), total, hasMore };
    }
    case "Delete Form":
      await remove(typeform, path`/forms/${params.formId}`);
      return { ...none, id: params.formId, deleted: true };
    case "Update Form": {
      // https://www.typeform.com/developers/create/reference/update-form-patch/: operations by path.
      const operations = filled({ title: params.title });
      const body = Object.entries(operations).map(([name, value]) => ({ op: "replace", path: `/${name}`, value }));
      await request(typeform, "PATCH", path`/forms/${params.formId}`, { json: body });
      return { ...none, id: params.formId, title: params.title ?? null };
    }
    case "Set Webhook": {
      // https://www.typeform.com/developers/webhooks/reference/create-or-update-webhook/
      const body = filled({ url: required(params.webhookUrl, "webhookUrl"), enabled: flag(params.enabled) ?? true });
      const address = path`/forms/${params.formId}/webhooks/${params.webhookTag || "millrace"}`;
      const made = await request(typeform, "PUT", address, { json: body, expects: "id" });
      return { ...none, id: made.id, url: made.url ?? null };
    }
    case "Delete Responses": {
      const query = { included_response_ids: list(required(params.responseIds, "responseIds")).join(",") };
      await remove(typeform, path`/forms/${params.formId}/responses`, { query });
      return { ...none, id: params.formId, deleted: true };
    }
    default:
      throw unknownAction("Typeform", params.action);
  }
}
