import type { Validation } from "./field";

type Format = NonNullable<Validation["format"]>;

/** What is wrong with how a text is written, as `TextFormat` of the server sees it; `undefined` when nothing is. */
export function formatProblem(text: string, format: Exclude<Format, "duration" | "cron">): string | undefined {
  switch (format) {
    case "email":
      return isEmail(text) ? undefined : "must be an email address";
    case "url":
      return /^https?:\/\/[^/\0-\x20][^\0-\x20]*$/i.test(text) ? undefined : "must be an http or https URL";
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? undefined : "must be a UUID";
    case "date":
      return isDate(text) ? undefined : "must be a date such as 2026-11-24";
    case "date-time":
      return isDateTime(text) ? undefined : "must be an ISO 8601 date and time";
  }
}

function isEmail(text: string): boolean {
  const parts = text.split("@");
  const domain = parts[1];
  return parts.length === 2 && parts[0] !== "" && domain.includes(".") && !domain.startsWith(".") &&
    !domain.endsWith(".") && !/[\0-\x20]/.test(text);
}

/** A date that exists: `2026-02-30` does not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isDateTime(text: string): boolean {
  const [, date, time] = /^([^Tt ]+)(?:[Tt ](.+))?$/.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return false;
  if (time === undefined) return text === date;
  const [, hour, minute, second] =
    /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?$/.exec(time) ?? [];
  return hour !== undefined && Number(hour) <= 24 && Number(minute) <= 59 && Number(second ?? 0) < 61;
}
