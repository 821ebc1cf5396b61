const units: Record<string, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/** The longest sleep: "Workflows: Limits" of Cloudflare's documentation. */
export const longestSleep = 365 * units.day;

/** Milliseconds of a number of them or of a text such as `"5 minutes"`. */
export function milliseconds(duration: unknown, what: string): number {
  if (typeof duration === "number" && duration >= 0 && Number.isFinite(duration)) return Math.ceil(duration);
  const match = typeof duration === "string" && /^\s*(\d+(?:\.\d+)?)\s*([a-z]+?)s?\s*$/i.exec(duration);
  const unit = match && units[match[2].toLowerCase()];
  if (!match || !unit) {
    throw new TypeError(`${what} must be milliseconds or a text such as "5 minutes", not ${JSON.stringify(duration)}`);
  }
  return Math.ceil(Number(match[1]) * unit);
}
