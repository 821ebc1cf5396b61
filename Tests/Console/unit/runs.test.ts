import { dateText, durationText, relativeText, utcText } from "../../../Core/Console/components/dates.ts";
import { callCommand } from "../../../Core/Console/functions/callCommand.ts";
import { curlCommand } from "../../../Core/Console/runs/curl.ts";
import { nodeMarks } from "../../../Core/Console/runs/nodeMarks.ts";
import { placeSteps } from "../../../Core/Console/runs/placeSteps.ts";
import { Throttle } from "../../../Core/Console/api/Throttle.ts";
import { affectedBy, affectedByRun } from "../../../Core/Console/app/affected.ts";
import { hasEnded } from "../../../Core/Console/runs/hasEnded.ts";
import { StepList } from "../../../Core/Console/runs/StepList.ts";
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

test("attempts lie in the time of their run, where there are several", () => {
  const attempts = [
    { number: 1, startedAt: at(0), endedAt: at(250), error: { name: "Error", message: "no" } },
    { number: 2, startedAt: at(500), endedAt: null, error: null },
  ];
  const [placed] = placeSteps([{ ...step("a", 0, null), history: attempts }], start + 1000);
  equal(placed?.attempts, [
    { number: 1, status: "failed", start: 0, length: 0.25 },
    { number: 2, status: "active", start: 0.5, length: 0.5 },
  ]);
  equal(placeSteps([{ ...step("a", 0, 1), history: attempts.slice(0, 1) }], start)[0]?.attempts, []);
});

test("steps that a stream sends again replace their former state; those of an earlier life go", () => {
  const list = new StepList();
  const numbered = (number: number, from: number, to: number | null) => ({ ...step(`s${number}`, from, to), number });
  for (const one of [numbered(1, 0, 1), numbered(2, 1, null), numbered(2, 1, 2), numbered(3, 2, 3)]) list.put(one);
  equal(list.steps.map(({ number, endedAt }) => [number, endedAt]), [[1, at(1)], [2, at(2)], [3, at(3)]]);
  list.put(numbered(1, 0, 1));
  list.put(numbered(2, 10, null));
  equal(list.steps.map(({ number, startedAt }) => [number, startedAt]), [[1, at(0)], [2, at(10)]]);
  list.put(numbered(3, 11, null));
  equal(list.steps.length, 3);
});

test("what has ended is known by its status", () => {
  equal((["complete", "errored", "terminated"] as const).every((status) => hasEnded({ status })), true);
  equal((["queued", "running", "waiting", "paused", "unknown"] as const).some((status) => hasEnded({ status })), false);
});

test("a run has lists loaded again, and a change what is below its collection", () => {
  const isAffected = affectedByRun({ workflowId: "w1" });
  equal(["/api/runs", "/api/workflows", "/api/workflows/w1/runs"].every(isAffected), true);
  equal(["/api/workflows/w2/runs", "/api/workflows/w1/runs/r1", "/api/nodes"].some(isAffected), false);
  equal(
    ["/api/workflows", "/api/workflows/w1/full", "/api/deployments"].every(affectedBy("/api/workflows/w1/deploy")),
    true,
  );
  equal(affectedBy("/api/workflows/w1/deploy")("/api/env-vars"), false);
  equal(["/api/workflows/w1", "/api/runs"].some(affectedBy("/api/workflows/w1/runs/r1/pause")), false);
  equal(["/api/runs", "/api/workflows/w1/runs"].every(affectedBy("/api/runs")), true);
  equal(affectedBy("/api/env-vars/v1")("/api/env-vars"), true);
  // Figures of a day follow slowly; somebody who types changes the mark in the list at most.
  equal(isAffected("/api/stats"), false);
  equal(affectedBy("/api/workflows/w1/draft")("/api/workflows"), true);
  equal(["/api/workflows/w1/full", "/api/deployments"].some(affectedBy("/api/workflows/w1/draft")), false);
  equal(["/api/workflows", "/api/workflows/w1"].some(affectedBy("/api/workflows/w1/layout")), false);
});

test("a throttle calls at once, and then with all that has come in a while", async () => {
  const calls: number[][] = [];
  let now = 0;
  const throttle = new Throttle<number>(20, (values) => void calls.push(values), () => now);
  for (const value of [1, 2, 3]) throttle.add(value);
  equal(calls, [[1]]);
  for (let tries = 0; calls.length < 2 && tries < 2000; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  equal(calls, [[1], [2, 3]]);
  now = 20;
  throttle.add(4);
  throttle.add(5);
  throttle.cancel();
  await new Promise((resolve) => setTimeout(resolve, 60));
  equal(calls, [[1], [2, 3], [4]]);
});

test("commands quote what a shell would read", () => {
  const command = curlCommand("http://h", "w", "c", { name: "O'Hara" });
  equal(command.includes(`O'\\''Hara`), true);
  equal(callCommand("http://h/a b", "GET", [], null), "curl -i 'http://h/a b'");
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

test("a node of a run is marked by what goes on of its steps, and else by how the last of them ended", () => {
  const of = (nodeId: string | undefined, one: ReturnType<typeof step>, more: object = {}) => ({
    ...one,
    nodeId,
    ...more,
  });
  const marks = nodeMarks([
    of("done", step("a", 0, 1)),
    of("failed", step("b", 1, 2), { status: "failed" }),
    of("mended", step("c", 1, 2), { status: "failed" }),
    of("mended", step("c", 2, 3)),
    of("rounds", step("d", 1, null), { status: "active" }),
    of("rounds", step("d", 2, 3)),
    of("waits", step("e", 1, null), { status: "waiting" }),
    of("retries", step("f", 1, null), { status: "pending", nextAttemptAt: at(9) }),
    of(undefined, step("g", 1, 2)),
  ] as never);
  equal([...marks], [
    ["done", "done"],
    ["failed", "failed"],
    ["mended", "done"],
    ["rounds", "running"],
    ["waits", "waiting"],
    ["retries", "retrying"],
  ]);
});
