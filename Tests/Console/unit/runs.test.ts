import { dateText, durationText, relativeText, utcText } from "../../../Core/Console/components/dates.ts";
import { callCommand } from "../../../Core/Console/functions/callCommand.ts";
import { curlCommand } from "../../../Core/Console/runs/curl.ts";
import { placeSteps } from "../../../Core/Console/runs/placeSteps.ts";
import { hasEnded, listDelay, pollDelay } from "../../../Core/Console/runs/polling.ts";
import { startOf } from "../../../Core/Console/runs/periods.ts";
import { equal, test } from "./check.ts";

const start = Date.parse("2026-03-29T10:00:00Z");
const at = (milliseconds: number) => new Date(start + milliseconds).toISOString();

function step(name: string, from: number, to: number | null) {
  const endedAt = to === null ? null : at(to);
  return { name, kind: "do", status: "succeeded", attempts: 1, startedAt: at(from), endedAt, error: null } as const;
}

test("steps lie in the time of their run, and those of one name are counted", () => {
  const placed = placeSteps([step("a", 0, 250), step("b", 250, 1000), step("a", 500, null)], start + 1000);
  equal(placed.map(({ start, length }) => [start, length]), [[0, 0.25], [0.25, 0.75], [0.5, 0.5]]);
  equal(placed.map(({ count, key }) => [count, key]), [[1, "a 1"], [1, "b 1"], [2, "a 2"]]);
  equal(placed[2]?.duration, 500);
  equal(placeSteps([], start), []);
});

test("a step without a length is seen, and stays within the run", () => {
  const [, last] = placeSteps([step("a", 0, 1000), step("b", 1000, 1000)], start);
  equal(last && last.start + last.length <= 1 && last.length > 0, true);
});

test("runs are loaded again less often with their age, and not after their end", () => {
  const run = { status: "running", createdAt: at(0) } as const;
  equal([pollDelay(run, start + 1000), pollDelay(run, start + 100_000), pollDelay(run, start + 1e7)], [
    2000,
    5000,
    15000,
  ]);
  equal(pollDelay({ ...run, status: "complete" }, start), undefined);
  equal((["complete", "errored", "terminated"] as const).every((status) => hasEnded({ status })), true);
  equal((["queued", "running", "waiting", "paused", "unknown"] as const).some((status) => hasEnded({ status })), false);
  // Two requests a minute at most while nothing happens.
  equal(listDelay([{ status: "waiting", createdAt: at(0) }]) >= 30_000, true);
});

test("commands quote what a shell would read", () => {
  const command = curlCommand("http://h", "w", "c", { name: "O'Hara" });
  equal(command.includes(`O'\\''Hara`), true);
  equal(callCommand("http://h/a b", "GET", null), "curl -i 'http://h/a b'");
});

test("times and durations are written for people", () => {
  const date = new Date(start);
  equal(utcText(date), "2026-03-29 10:00:00 UTC");
  equal(dateText(date).includes("2026"), true);
  equal(relativeText(date, new Date(start + 300_000)), "5 minutes ago");
  equal(relativeText(date, new Date(start + 2000)), "just now");
  equal(relativeText(new Date(start + 7_200_000), date), "in 2 hours");
  equal([5, 12_340, 245_000, 7_800_000, 90_000_000].map(durationText), [
    "5 ms",
    "12.3 s",
    "4 min 5 s",
    "2 h 10 min",
    "1 d 1 h",
  ]);
});

test("a period begins at a whole minute, and an unknown one is all of time", () => {
  const now = Date.parse("2026-03-29T10:00:42.500Z");
  equal(startOf("hour", now), "2026-03-29T09:00:00.000Z");
  equal(startOf("week", now), "2026-03-22T10:00:00.000Z");
  equal([startOf("year", now), startOf("", now), startOf(null, now)], [undefined, undefined, undefined]);
});
