// PagerDuty Events API v2: https://developer.pagerduty.com/docs/send-alert-event, REST API v2:
// https://developer.pagerduty.com/api-reference/9d0b4b12e36f9-list-incidents
import {
  actionSecret,
  type Call,
  collect,
  filled,
  idempotencyKey,
  json,
  limitOf,
  list,
  rawRequest,
  request,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = { status: null, dedupKey: null, message: null, incidents: null, hasMore: null };

function incidentOf(incident: any) {
  return {
    id: incident.id,
    number: incident.incident_number ?? null,
    title: incident.title ?? null,
    status: incident.status ?? null,
    urgency: incident.urgency ?? null,
    service: incident.service?.summary ?? null,
    url: incident.html_url ?? null,
    createdAt: incident.created_at ?? null,
  };
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const rest = (): Vendor => ({
    name: "PagerDuty",
    base: params.baseUrl || "https://api.pagerduty.com",
    headers: {
      authorization: `Token token=${actionSecret(env, "PAGERDUTY_API_KEY")}`,
      accept: "application/vnd.pagerduty+json;version=2",
    },
    failure: ({ error }) => ({
      code: error?.code,
      message: [error?.message, ...(error?.errors ?? [])].filter(Boolean).join(": "),
    }),
  });
  if (params.action === "Request") return await rawRequest(rest(), params);
  const enqueue = async (kind: string, key: string, payload?: unknown) => {
    const events: Vendor = {
      name: "PagerDuty",
      base: params.eventsUrl || "https://events.pagerduty.com",
      failure: (body) => ({
        code: body.status,
        message: [body.message, ...(body.errors ?? [])].filter(Boolean).join(": "),
      }),
    };
    const body = {
      routing_key: actionSecret(env, "PAGERDUTY_ROUTING_KEY"),
      event_action: kind,
      dedup_key: key,
      payload,
    };
    const answer = await request(events, "POST", "/v2/enqueue", { json: body, expects: "dedup_key" });
    return { ...none, status: answer.status ?? null, dedupKey: answer.dedup_key, message: answer.message ?? null };
  };
  switch (params.action ?? "Trigger Incident") {
    case "Trigger Incident": {
      const payload = filled({
        summary: params.summary,
        source: params.source,
        severity: params.severity || "error",
        component: params.component,
        group: params.group,
        custom_details: json(params.details, "details"),
      });
      // With one key an attempt that comes again joins the incident that is there.
      return await enqueue("trigger", params.dedupKey || await idempotencyKey(call), payload);
    }
    case "Acknowledge Incident":
      return await enqueue("acknowledge", params.incidentKey);
    case "Resolve Incident":
      return await enqueue("resolve", params.incidentKey);
    case "List Incidents": {
      const pagerduty = rest();
      const { items, hasMore } = await collect(limitOf(params.limit), async (offset: number = 0, missing) => {
        const query = {
          "statuses[]": list(params.statuses),
          "service_ids[]": list(params.serviceIds),
          since: params.since,
          until: params.until,
          limit: Math.min(missing, 100),
          offset,
        };
        const answer = await request(pagerduty, "GET", "/incidents", { query, expects: "incidents[]" });
        return { items: answer.incidents, next: answer.more && offset + answer.incidents.length };
      });
      return { ...none, incidents: items.map(incidentOf), hasMore };
    }
    default:
      throw unknownAction("PagerDuty", params.action);
  }
}
