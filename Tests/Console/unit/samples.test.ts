import { preview, sampleAt, sampleMembers, samplesOf } from "../../../Core/Console/document/samples.ts";
import { equal, test } from "./check.ts";

const step = (nodeId: string, output: unknown, status = "succeeded") => ({ nodeId, output, status });
const sources = { pins: {}, tested: [], ran: [], params: "{}", ranWith: undefined };

test("a pinned value comes before that of a test, and that before the last run's", () => {
  const ran = [step("a", 1), step("b", 1), step("c", 1), step("c", 2)];
  const samples = samplesOf({
    ...sources,
    pins: { a: { pinned: true } },
    tested: [step("b", 2), step("d", 3, "failed")],
    ran,
  });
  equal([...samples.nodes], [["a", { pinned: true }], ["b", 2], ["c", 2]]);
});

test("the input is that of the next test, or without one that of the last run", () => {
  equal(samplesOf({ ...sources, ranWith: { id: 7 } }).payload, { id: 7 });
  equal(samplesOf({ ...sources, params: '{"of": 1}', ranWith: { id: 7 } }).payload, { of: 1 });
  equal(samplesOf({ ...sources, params: "{", ranWith: { id: 7 } }).payload, { id: 7 });
});

test("an expression is followed into a sample, and no further than its own members", () => {
  const samples = samplesOf({
    ...sources,
    params: '{"order": {"id": "A-1"}}',
    tested: [step("read", { body: { total: 2 } })],
  });
  equal(sampleAt(samples, ["read", "body"]), { total: 2 });
  equal(sampleAt(samples, ["event", "payload", "order", "id"]), "A-1");
  equal(sampleAt(samples, ["trigger", "order"]), { id: "A-1" });
  for (const path of [["read", "toString"], ["other"], ["event"], ["event", "timestamp"], []]) {
    equal(sampleAt(samples, path), undefined);
  }
});

test("members are shown with what they were", () => {
  const value = { id: "A-1", items: [1, 2], none: null, inner: { a: 1 }, "not a name": 1 };
  equal(sampleMembers(value).map(({ name, note }) => `${name} ${note}`), [
    'id "A-1"',
    "items [2]",
    "none null",
    "inner {…}",
  ]);
  equal(sampleMembers([1]), []);
  equal(preview("x".repeat(40)), `"${"x".repeat(30)}…"`);
});
