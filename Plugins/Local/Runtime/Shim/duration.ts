// The grammar of Core/Values/DurationText.swift: a test compares the two.
const units = new Map([
  ["millisecond", 1],
  ["second", 1_000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["week", 604_800_000],
  ["month", 2_592_000_000],
  ["year", 31_536_000_000],
]);

/** The longest sleep: "Workflows: Limits" of Cloudflare's documentation. */
export const longestSleep = 31_536_000_000;

/**
 * Whole milliseconds of a number of them or of a text such as `"5 minutes"`.
 *
 * @param what Whose duration it is, for the error.
 */
export function milliseconds(duration: unknown, what: string): number {
  const exact = typeof duration === "number" ? duration : parsed(duration);
  if (exact === undefined || !(exact >= 0)) {
    throw new TypeError(
      `${what}: ${written(duration)} is not a valid duration; expected a number of milliseconds or text such as ` +
        `"30 seconds", "1.5 hours" or "7 days"`,
    );
  }
  if (exact > longestSleep) {
    throw new RangeError(`${what}: ${written(duration)} is longer than 365 days, the longest duration`);
  }
  return Math.round(exact);
}

function parsed(text: unknown): number | undefined {
  const match = typeof text === "string" && /^(\d+(?:\.\d+)?)[ \t\n\v\f\r]+([a-z]+)$/i.exec(text);
  if (!match) return undefined;
  const word = match[2].toLowerCase();
  const unit = units.get(word) ?? (word.endsWith("s") ? units.get(word.slice(0, -1)) : undefined);
  return unit && Number(match[1]) * unit;
}

const written = (value: unknown) => typeof value === "string" ? JSON.stringify(value) : String(value);
