/** Milliseconds of the units of a duration, as in `DurationText` of the server; a month is 30 days and a year 365. */
const units: Record<string, number> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/** 365 days (Cloudflare documentation, "Workflows: Limits"). */
const longest = 31_536_000_000;

/** What is wrong with a duration: milliseconds, or a text such as `30 seconds`; `undefined` when nothing is. */
export function durationProblem(value: unknown): string | undefined {
  const milliseconds = typeof value === "string" ? ofText(value) : typeof value === "number" ? value : NaN;
  const written = JSON.stringify(value);
  if (!(milliseconds >= 0)) {
    return `is invalid: ${written} is not a valid duration; expected a number of milliseconds or text such as ` +
      `"30 seconds", "1.5 hours" or "7 days"`;
  }
  if (milliseconds > longest) return `is invalid: ${written} is longer than 365 days, the longest duration`;
  return undefined;
}

function ofText(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)[ \t\n\v\f\r]+([a-z]+)$/i.exec(text) ?? [];
  if (amount === undefined) return NaN;
  const name = unit.toLowerCase();
  return Number(amount) * (units[name] ?? units[name.replace(/s$/, "")] ?? NaN);
}
