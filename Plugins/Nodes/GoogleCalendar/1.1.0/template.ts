// Google Calendar API v3: https://developers.google.com/workspace/calendar/api/v3/reference/events, errors:
// https://developers.google.com/workspace/calendar/api/guides/errors
import {
  type Call,
  collect,
  filled,
  flag,
  idempotencyKey,
  limitOf,
  list,
  NodeError,
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
    repeatsWrites: repeatsWrites(params),
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
  const reminder = numberOf(params.reminderMinutes, "reminderMinutes");
  const common = {
    summary: params.summary,
    description: params.description,
    location: params.location,
    attendees: guests.length > 0 ? guests.map((email) => ({ email })) : undefined,
    recurrence: params.recurrence ? String(params.recurrence).split(/\s*\n\s*/).filter(Boolean) : undefined,
    reminders: reminder === undefined
      ? undefined
      : { useDefault: false, overrides: [{ method: "popup", minutes: reminder }] },
  };
  const query = { sendUpdates: params.sendUpdates || "none" };
  const expects = "id";
  switch (params.action ?? "Create Event") {
    case "Create Event": {
      // An event's id may be ours: letters to v and digits. So an attempt that comes again makes no second one.
      const id = (await idempotencyKey(call)).replaceAll("-", "");
      const { start, end, timeZone } = params;
      const body = filled({ ...common, id, start: time(start, timeZone), end: time(end, timeZone) });
      if (flag(params.meet)) {
        // https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
        body.conferenceData = { createRequest: { requestId: id, conferenceSolutionKey: { type: "hangoutsMeet" } } };
        Object.assign(query, { conferenceDataVersion: 1 });
      }
      try {
        const sending = { query, json: body, expects, repeatable: true };
        return { ...none, ...eventOf(await request(calendar, "POST", events, sending)) };
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
    case "Quick Add": {
      const sending = { query: { ...query, text: params.text }, expects };
      return { ...none, ...eventOf(await request(calendar, "POST", `${events}/quickAdd`, sending)) };
    }
    case "Free or Busy": {
      const ids = list(params.calendarIds).length > 0 ? list(params.calendarIds) : [params.calendarId || "primary"];
      const body = { timeMin: params.timeMin, timeMax: params.timeMax, items: ids.map((id) => ({ id })) };
      const sending = { json: body, expects: "calendars", repeatable: true };
      const { calendars } = await request(calendar, "POST", "/freeBusy", sending);
      const busy = ids.flatMap((id) =>
        (calendars[id]?.busy ?? []).map(({ start, end }: any) => ({ calendar: id, start, end }))
      );
      return { ...none, busy };
    }
    case "List Calendars": {
      const { items, hasMore } = await collect(
        limitOf(params.limit),
        async (pageToken: string | undefined, missing) => {
          const query = { maxResults: Math.min(missing, 250), pageToken };
          const answer = await request(calendar, "GET", "/users/me/calendarList", { query, expects: "items[]" });
          return { items: answer.items as any[], next: answer.nextPageToken };
        },
      );
      const calendars = items.map(({ id, summary, timeZone, accessRole }) => ({
        id,
        name: summary ?? null,
        timeZone: timeZone ?? null,
        access: accessRole ?? null,
      }));
      return { ...none, calendars, hasMore };
    }
    default:
      throw unknownAction("Google Calendar", params.action);
  }
}
