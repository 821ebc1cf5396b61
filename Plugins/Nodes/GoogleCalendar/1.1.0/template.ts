// Google Calendar API v3: https://developers.google.com/workspace/calendar/api/v3/reference/events, errors:
// https://developers.google.com/workspace/calendar/api/guides/errors
import {
  type Call,
  collect,
  filled,
  idempotencyKey,
  limitOf,
  list,
  NodeError,
  path,
  rawRequest,
  remove,
  request,
  secret,
  unknownAction,
  type Vendor,
} from "@millrace/node";

const none = {
  id: null,
  status: null,
  summary: null,
  description: null,
  location: null,
  start: null,
  end: null,
  url: null,
  meetUrl: null,
  attendees: null,
  deleted: null,
  events: null,
  hasMore: null,
};

function eventOf(event: any) {
  return {
    id: event.id,
    status: event.status ?? null,
    summary: event.summary ?? null,
    description: event.description ?? null,
    location: event.location ?? null,
    start: event.start?.dateTime ?? event.start?.date ?? null,
    end: event.end?.dateTime ?? event.end?.date ?? null,
    url: event.htmlLink ?? null,
    meetUrl: event.hangoutLink ?? null,
    attendees: (event.attendees ?? []).map((guest: any) => guest.email),
  };
}

function time(text: string | undefined, timeZone: string | undefined) {
  if (!text) return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? { date: text } : filled({ dateTime: text, timeZone });
}

export default async function (env: any, given: any, call: Call) {
  const params = filled(given);
  const calendar: Vendor = {
    name: "Google Calendar",
    base: params.baseUrl || "https://www.googleapis.com/calendar/v3",
    headers: { authorization: `Bearer ${secret(env, "GOOGLE_CALENDAR_ACCESS_TOKEN")}` },
    failure: ({ error }) => {
      const code = error?.errors?.[0]?.reason ?? error?.status;
      // These limits are told as 403.
      return { code, message: error?.message, retryable: /ateLimitExceeded$/.test(code ?? "") || undefined };
    },
  };
  if (params.action === "Request") return await rawRequest(calendar, params);
  const events = path`/calendars/${params.calendarId || "primary"}/events`;
  const event = () => events + path`/${params.eventId}`;
  const guests = list(params.attendees);
  const common = {
    summary: params.summary,
    description: params.description,
    location: params.location,
    attendees: guests.length > 0 ? guests.map((email) => ({ email })) : undefined,
  };
  const query = { sendUpdates: params.sendUpdates || "none" };
  const expects = "id";
  switch (params.action ?? "Create Event") {
    case "Create Event": {
      // An event's id may be ours: letters to v and digits. So an attempt that comes again makes no second one.
      const id = (await idempotencyKey(call)).replaceAll("-", "");
      const { start, end, timeZone } = params;
      const body = filled({ ...common, id, start: time(start, timeZone), end: time(end, timeZone) });
      try {
        return { ...none, ...eventOf(await request(calendar, "POST", events, { query, json: body, expects })) };
      } catch (error) {
        if (!(error instanceof NodeError) || error.status !== 409) throw error;
        return { ...none, ...eventOf(await request(calendar, "GET", events + path`/${id}`, { expects })) };
      }
    }
    case "Get Event":
      return { ...none, ...eventOf(await request(calendar, "GET", event(), { expects })) };
    case "Update Event": {
      const { newStart, newEnd, timeZone } = params;
      const body = filled({ ...common, start: time(newStart, timeZone), end: time(newEnd, timeZone) });
      return { ...none, ...eventOf(await request(calendar, "PATCH", event(), { query, json: body, expects })) };
    }
    case "Delete Event":
      await remove(calendar, event(), { query }, ["deleted"]);
      return { ...none, id: params.eventId, deleted: true };
    case "List Events": {
      const { items, hasMore } = await collect(
        limitOf(params.limit),
        async (pageToken: string | undefined, missing) => {
          const query = {
            timeMin: params.timeMin,
            timeMax: params.timeMax,
            q: params.query,
            singleEvents: true,
            orderBy: "startTime",
            maxResults: Math.min(missing, 250),
            pageToken,
          };
          const answer = await request(calendar, "GET", events, { query, expects: "items[]" });
          return { items: answer.items, next: answer.nextPageToken };
        },
      );
      return { ...none, events: items.map(eventOf), hasMore };
    }
    default:
      throw unknownAction("Google Calendar", params.action);
  }
}
