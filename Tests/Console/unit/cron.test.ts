import { cronWords, nextTimes, parseCron } from "../../../Core/Console/document/cron";
import { equal, test } from "./check";

const words: [expression: string, words: string][] = [
  ["* * * * *", "Every minute (UTC)"],
  ["*/15 * * * *", "Every 15 minutes (UTC)"],
  ["0 * * * *", "Every hour (UTC)"],
  ["0 */6 * * *", "Every 6 hours (UTC)"],
  ["30 9 * * MON-FRI", "At 09:30 from Monday to Friday (UTC)"],
  ["0 9,17 * * 1", "At 09:00 and 17:00 on Sunday (UTC)"],
  ["*/10 8-17 * * *", "Every 10 minutes from 08:00 to 17:59 (UTC)"],
  ["0 0 1 JAN,JUL *", "At 00:00 on day 1 of the month in January and July (UTC)"],
  ["0 0 L * *", "At 00:00 on the last day of the month (UTC)"],
  ["0 0 * * MON#2", "At 00:00 on the second Monday of the month (UTC)"],
  ["0 0 * * 6L", "At 00:00 on the last Friday of the month (UTC)"],
];

for (const [expression, expected] of words) {
  test(`${expression} in words`, () => equal(cronWords(parseCron(expression)!), expected));
}

test("what the server refuses is not a schedule", () => {
  for (
    const text of [
      "",
      "* * * *",
      "60 * * * *",
      "* 24 * * *",
      "* * 0 * *",
      "* * * 13 *",
      "* * * * 0",
      "* * * * 8",
      "a * * * *",
      "*/0 * * * *",
      "5-1 * * * *",
      "* * * * MON#6",
      "*,5 * * * *",
      "* * * *,6 *",
      "*/60 * * * *",
      "* 0/24 * * *",
      "* * * */12 *",
      "* * * * */7",
      "* * l * *",
      "* * 15w * *",
      "* * * * sunl",
      "* * * * 1-1L",
      "* * * * MON#1#2",
      "1\u00a01 1 1 1",
    ]
  ) {
    equal(parseCron(text) === undefined, true, text);
  }
});

test("the next times", () => {
  const next = (text: string, after: string) =>
    nextTimes(parseCron(text)!, new Date(after), 3).map((time) => time.toISOString().slice(0, 16));
  equal(next("30 9 * * MON-FRI", "2026-11-27T10:00:00Z"), [
    "2026-11-30T09:30",
    "2026-12-01T09:30",
    "2026-12-02T09:30",
  ]);
  equal(next("0 0 29 2 *", "2026-01-01T00:00:00Z"), ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]);
  equal(next("0 12 LW * *", "2026-05-01T00:00:00Z"), ["2026-05-29T12:00", "2026-06-30T12:00", "2026-07-31T12:00"]);
  equal(next("0 0 31 2 *", "2026-01-01T00:00:00Z"), []);
  equal(next("0 0 13 * FRI", "2026-02-10T00:00:00Z"), [
    "2026-02-13T00:00",
    "2026-02-20T00:00",
    "2026-02-27T00:00",
  ]);
});
