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
  path,
  rawRequest,
  repeatsWrites,
  request,
  required,
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
    repeatsWrites: repeatsWrites(params),
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
    case "Create Incident":
    case "Update Incident":
    case "Add Note": {
      const pagerduty = rest();
      const headers = { from: required(params.fromEmail, "fromEmail") };
      if (params.action === "Add Note") {
        const sending = { headers, json: { note: { content: required(params.note, "note") } }, expects: "note.id" };
        const { note } = await request(pagerduty, "POST", path`/incidents/${params.incidentId}/notes`, sending);
        return { ...none, id: note.id };
      }
      if (params.action === "Update Incident") {
        const incident = filled({ type: "incident", status: params.newStatus, title: params.title });
        const sending = { headers, json: { incident }, expects: "incident.id" };
        const answer = await request(pagerduty, "PUT", path`/incidents/${params.incidentId}`, sending);
        return { ...none, incident: incidentOf(answer.incident), id: answer.incident.id };
      }
      const incident = filled({
        type: "incident",
        title: required(params.title, "title"),
        service: { id: required(params.serviceId, "serviceId"), type: "service_reference" },
        urgency: params.urgency,
        // With one key an attempt that comes again is refused as the same incident.
        incident_key: await idempotencyKey(call),
        body: params.text ? { type: "incident_body", details: params.text } : undefined,
      });
      const sending = { headers, json: { incident }, expects: "incident.id" };
      const answer = await request(pagerduty, "POST", "/incidents", sending);
      return { ...none, incident: incidentOf(answer.incident), id: answer.incident.id };
    }
    case "Who Is on Call": {
      const query = { "schedule_ids[]": list(params.scheduleIds), limit: Math.min(limitOf(params.limit), 100) };
      const { oncalls } = await request(rest(), "GET", "/oncalls", { query, expects: "oncalls[]" });
      return {
        ...none,
        oncalls: oncalls.map((one: any) => ({
          user: one.user?.summary ?? null,
          userId: one.user?.id ?? null,
          level: one.escalation_level ?? null,
          until: one.end ?? null,
        })),
      };
    }
    default:
      throw unknownAction("PagerDuty", params.action);
  }
}
