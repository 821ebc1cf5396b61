// Calendly API v2: https://developer.calendly.com/api-docs (users, event types, scheduled events, scheduling links, Create Event
// Invitee), URIs and pages: https://developer.calendly.com/api-docs/overview/api/api-conventions
import {
  addresses,
  collect,
  type Failure,
  filled,
  flag,
  json,
  limitOf,
  NodeError,
  numberOf,
  path,
  rawRequest,
  request,
  required,
  secret,
  unknownAction,
  type Vendor,
  write,
} from "@millrace/node";

const none = {
  id: null,
  uri: null,
  name: null,
  status: null,
  startAt: null,
  endAt: null,
  eventType: null,
  place: null,
  createdAt: null,
  updatedAt: null,
  email: null,
  organization: null,
  timeZone: null,
  url: null,
  cancelUrl: null,
  rescheduleUrl: null,
  eventTypes: null,
  times: null,
  events: null,
  invitees: null,
  hasMore: null,
};

/** The last part of a URI is the id. */
function idOf(value: unknown): string {
  return String(value ?? "").split("/").filter(Boolean).at(-1) ?? "";
}

/** The URI of an id: a host that is not Calendly's is never asked for. */
function uriOf(kind: string, value: unknown, name: string): string {
  return "https://api.calendly.com" + path`/${kind}/${required(idOf(value), name)}`;
}

function eventOf(event: any) {
  return {
    id: idOf(event.uri),
    uri: event.uri,
    name: event.name ?? null,
    status: event.status ?? null,
    startAt: event.start_time ?? null,
    endAt: event.end_time ?? null,
    eventType: event.event_type ?? null,
    place: event.location?.join_url ?? event.location?.location ?? null,
    createdAt: event.created_at ?? null,
    updatedAt: event.updated_at ?? null,
  };
}

function inviteeOf(invitee: any) {
  const answers = (invitee.questions_and_answers ?? []).map(({ question, answer }: any) => [question, answer]);
  return {
    id: idOf(invitee.uri),
    name: invitee.name ?? null,
    email: invitee.email ?? null,
    status: invitee.status ?? null,
    timeZone: invitee.timezone ?? null,
    cancelUrl: invitee.cancel_url ?? null,
    rescheduleUrl: invitee.reschedule_url ?? null,
    answers: Object.fromEntries(answers),
    createdAt: invitee.created_at ?? null,
  };
}

/** A refusal names what is wrong with each parameter; a limit tells after how many seconds it ends. */
function failure({ title, message, details }: any, response: Response): Failure {
  const problems = (details ?? []).map((detail: any) => [detail.parameter, detail.message].filter(Boolean).join(": "))
    .join("; ");
  const reset = Number(response.headers.get("x-ratelimit-reset"));
  const wait = response.status === 429 && reset > 0 && !response.headers.has("retry-after") ? reset : undefined;
  return { code: title, message: [message, problems].filter(Boolean).join(" "), retryAfter: wait };
}

async function listed(calendly: Vendor, address: string, params: any, query: Record<string, any>) {
  return await collect(limitOf(params.limit), async (page_token: string | undefined, missing) => {
    const asked = { ...query, count: Math.min(missing, 100), page_token };
    const answer = await request(calendly, "GET", address, { query: asked, expects: "collection[]" });
    return { items: answer.collection as any[], next: answer.pagination?.next_page_token };
  });
}

/** Whose things are listed: the token's user, or the organization. */
async function ownerOf(calendly: Vendor, params: any): Promise<Record<string, string>> {
  const { resource } = await request(calendly, "GET", "/users/me", { expects: "resource.uri" });
  return params.scope === "organization" ? { organization: resource.current_organization } : { user: resource.uri };
}

async function cancelled(calendly: Vendor, params: any) {
  const event = path`/scheduled_events/${idOf(params.eventId)}`;
  try {
    await request(calendly, "POST", `${event}/cancellation`, {
      json: filled({ reason: params.reason }),
      expects: "resource",
    });
  } catch (error) {
    if (!(error instanceof NodeError) || error.status !== 403) throw error;
    const { resource } = await request(calendly, "GET", event, { expects: "resource.uri" });
    // What another attempt has cancelled is cancelled.
    if (resource.status !== "canceled") throw error;
  }
  return { ...none, id: idOf(params.eventId), status: "canceled" };
}

export default async function (env: any, params: any) {
  const calendly: Vendor = {
    name: "Calendly",
    base: params.baseUrl || "https://api.calendly.com",
    headers: { authorization: `Bearer ${secret(env, "CALENDLY_ACCESS_TOKEN")}` },
    failure,
  };
  const event = () => path`/scheduled_events/${idOf(params.eventId)}`;
  switch (params.action ?? "Get User") {
    case "Get User": {
      const { resource } = await request(calendly, "GET", "/users/me", { expects: "resource.uri" });
      return {
        ...none,
        id: idOf(resource.uri),
        uri: resource.uri,
        name: resource.name ?? null,
        email: resource.email ?? null,
        organization: resource.current_organization ?? null,
        timeZone: resource.timezone ?? null,
        url: resource.scheduling_url ?? null,
      };
    }
    case "List Event Types": {
      const query = { ...await ownerOf(calendly, params), active: flag(params.active) ?? true ? true : undefined };
      const { items, hasMore } = await listed(calendly, "/event_types", params, query);
      const eventTypes = items.map((item) => ({
        id: idOf(item.uri),
        uri: item.uri,
        name: item.name ?? null,
        url: item.scheduling_url ?? null,
        minutes: item.duration ?? null,
        active: item.active ?? null,
      }));
      return { ...none, eventTypes, hasMore };
    }
    case "List Available Times": {
      const query = {
        event_type: uriOf("event_types", params.eventType, "eventType"),
        start_time: required(params.from, "from"),
        end_time: required(params.until, "until"),
      };
      const answer = await request(calendly, "GET", "/event_type_available_times", { query, expects: "collection[]" });
      const times = answer.collection.map((time: any) => ({
        startAt: time.start_time,
        status: time.status ?? null,
        left: time.invitees_remaining ?? null,
        url: time.scheduling_url ?? null,
      }));
      return { ...none, times };
    }
    case "Create Single-Use Link": {
      const json = {
        max_event_count: numberOf(params.uses, "uses") ?? 1,
        owner: uriOf("event_types", params.eventType, "eventType"),
        owner_type: "EventType",
      };
      const { resource } = await write(calendly, params, "POST", "/scheduling_links", {
        json,
        expects: "resource.booking_url",
      });
      return { ...none, url: resource.booking_url, eventType: json.owner };
    }
    case "Book Event": {
      const answers = Object.entries(json(params.answers, "answers") ?? {});
      const guests = addresses(params.guests);
      const body = filled({
        event_type: uriOf("event_types", params.eventType, "eventType"),
        start_time: new Date(required(params.startAt, "startAt")).toISOString(),
        invitee: {
          name: required(params.name, "name"),
          email: required(params.email, "email"),
          timezone: params.timeZone || "UTC",
        },
        location: json(params.place, "place"),
        event_guests: guests.length > 0 ? guests : undefined,
        questions_and_answers: answers.length > 0
          ? answers.map(([question, answer], position) => ({ question, answer: String(answer), position }))
          : undefined,
      });
      const { resource } = await write(calendly, params, "POST", "/invitees", { json: body, expects: "resource.uri" });
      return {
        ...none,
        id: idOf(resource.event),
        uri: resource.event ?? null,
        name: resource.name ?? null,
        email: resource.email ?? null,
        status: resource.status ?? null,
        startAt: body.start_time,
        eventType: body.event_type,
        cancelUrl: resource.cancel_url ?? null,
        rescheduleUrl: resource.reschedule_url ?? null,
      };
    }
    case "List Events": {
      const query = {
        ...await ownerOf(calendly, params),
        status: params.status,
        min_start_time: params.from,
        max_start_time: params.until,
        invitee_email: params.inviteeEmail,
        sort: "start_time:asc",
      };
      const { items, hasMore } = await listed(calendly, "/scheduled_events", params, query);
      return { ...none, events: items.map(eventOf), hasMore };
    }
    case "Get Event":
      return { ...none, ...eventOf((await request(calendly, "GET", event(), { expects: "resource.uri" })).resource) };
    case "List Invitees": {
      const query = { status: params.status, email: params.inviteeEmail };
      const { items, hasMore } = await listed(calendly, `${event()}/invitees`, params, query);
      return { ...none, id: idOf(params.eventId), invitees: items.map(inviteeOf), hasMore };
    }
    case "Cancel Event":
      return await cancelled(calendly, params);
    case "Request":
      return await rawRequest(calendly, params);
    default:
      throw unknownAction("Calendly", params.action);
  }
}
