/** Periods up to now that runs are filtered by, as the address of the page names them. */
export const periods = ["hour", "day", "week", "month"] as const;
export type Period = typeof periods[number];

const hours: Record<Period, number> = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };

/** The begin of a period, to the minute: the address of a request stays the same for a while. `undefined` for all times. */
export function startOf(period: string | null, now: number): string | undefined {
  const length = hours[period as Period];
  if (length === undefined) return undefined;
  return new Date(Math.floor((now - length * 3_600_000) / 60_000) * 60_000).toISOString();
}
