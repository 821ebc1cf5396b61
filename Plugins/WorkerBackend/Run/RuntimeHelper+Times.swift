// Times that are known when a program runs.
extension RuntimeHelper {
    static let durationSource = #"""
        /** The milliseconds of a sleep: their number, or a text of the grammar of documents. */
        function $duration(value: any, sleep: string): number {
          const units: Record<string, number> = {
            millisecond: 1,
            second: 1_000,
            minute: 60_000,
            hour: 3_600_000,
            day: 86_400_000,
            week: 604_800_000,
            month: 2_592_000_000,
            year: 31_536_000_000,
          };
          const format =
            /^(\d+(?:\.\d+)?)[ \t\n\v\f\r]+(millisecond|second|minute|hour|day|week|month|year)s?$/i;
          const match = typeof value === "string" ? format.exec(value) : null;
          const time = match ? Number(match[1]) * units[match[2].toLowerCase()] : typeof value === "number" ? value : NaN;
          if (time >= 0 && time <= 31_536_000_000) return Math.round(time);
          const found = value === undefined || typeof value === "number" ? `${value}` : JSON.stringify(value);
          throw new TypeError(
            `The duration of "${sleep}" is ${found}, which is not a valid duration of at most 365 days; expected a number of ` +
              `milliseconds or text such as "30 seconds", "1.5 hours" or "7 days"`,
          );
        }
        """#

    static let timeSource = #"""
        /** When a sleep ends: a `Date`, or a text of ISO 8601 (the grammar of documents). */
        function $time(value: any, sleep: string): Date {
          if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
          const format =
            /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)?)?$/;
          const match = typeof value === "string" ? format.exec(value) : null;
          if (match) {
            const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
            const millisecond = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
            const [zoneHour, zoneMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
            const date = new Date(0);
            date.setUTCFullYear(year, month - 1, day);
            const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
            const isClock = minute < 60 && second < 60 && (hour < 24 || hour === 24 && minute + second + millisecond === 0);
            if (isDate && isClock && zoneHour < 24 && zoneMinute < 60) {
              const offset = (zoneHour * 60 + zoneMinute) * (match[8] === "-" ? -1 : 1);
              return new Date(date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + millisecond);
            }
          }
          const found = value instanceof Date ? "an invalid Date" : value === undefined ? "undefined" : JSON.stringify(value);
          throw new TypeError(
            `The time of "${sleep}" is ${found}; expected a date and time of ISO 8601 such as "2030-01-01T09:00:00Z", or a Date`,
          );
        }
        """#
}
