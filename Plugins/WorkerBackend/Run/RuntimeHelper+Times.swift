// Times that are known when a program runs.
extension RuntimeHelper {
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
