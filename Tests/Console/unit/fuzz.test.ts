import { clipOf, duplicate, paste } from "../../../Core/Console/document/clipboard";
import * as commands from "../../../Core/Console/document/commands";
import { edgeLabels } from "../../../Core/Console/document/containers";
import { begin, mostSteps, record, redo, undo } from "../../../Core/Console/document/history";
import { readJSON, writeJSON } from "../../../Core/Console/document/json";
import type { Change, EditorState } from "../../../Core/Console/document/model";
import { documentToSave } from "../../../Core/Console/document/open";
import { align, distribute, moveNodes } from "../../../Core/Console/document/placement";
import { structureProblems } from "../../../Core/Console/document/structure";
import { equal, holds, test } from "./check";
import { node, sample } from "./sample";

/** Numbers that a seed repeats: mulberry32. */
function generator(seed: number) {
  return (below: number) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor(((value ^ (value >>> 14)) >>> 0) / 4294967296 * below);
  };
}

const types = ["step", "sleep", "branch", "parallel", "race", "loop", "try_catch", "http_request", "break", "slack"];
const words = [
  "a",
  "b_1",
  "order",
  "size",
  "x-y",
  "then",
  "else",
  "{{order.id}}",
  "return order;",
  "",
  "ß",
  "__proto__",
];

function randomChange(state: EditorState, random: (below: number) => number, count: number): Change {
  const { nodes, edges } = state.document;
  const one = <T>(list: readonly T[]): T => list[random(list.length)];
  const id = () => one(nodes)?.id ?? "none";
  const edge = () => one(edges)?.id ?? "none";
  const word = () => one(words);
  const point = { x: random(2000) - 1000, y: random(2000) };
  const some = () => nodes.filter(() => random(5) === 0).map((other) => other.id);
  const added = () => {
    const type = one(types);
    const data = type === "branch"
      ? { branches: [{ label: word(), condition: word() }, { label: "b", condition: "" }] }
      : { code: word() };
    return node(`n${count}`, type, data);
  };
  const labels = (source: string) => edgeLabels(nodes.find((other) => other.id === source) ?? node("x"));
  const source = id();
  const changes: (() => Change)[] = [
    () => commands.addNode(added(), point),
    () => commands.insertOnEdge(edge(), added(), point),
    () => commands.addAfter(source, one(labels(source)), added(), point),
    () => commands.connect(source, id(), one(labels(source))),
    () => commands.connect(id(), id(), word()),
    () => commands.disconnect([edge()]),
    () => commands.labelEdge(edge(), one([undefined, "then", "try", "catch", "body", "b"])),
    () => commands.removeNodes(nodes.length > 60 ? some() : [id()]),
    () => moveNodes(some(), random(100) - 50, random(100) / 3),
    () => commands.setField(id(), word() || "n", one([1, null, "x", ["{{order.a}}"], { a: word() }, undefined])),
    () => commands.setMember(id(), "name", word()),
    () => commands.renameNode(id(), word()),
    () => nodes.length < 80 ? duplicate(some().slice(0, 5)) : commands.removeNodes(some()),
    () => nodes.length < 80 ? paste(clipOf(sample(), ["order", "size", "each"]), point) : commands.removeNodes(some()),
    () => commands.addBranch(id(), word(), word()),
    () => commands.renameBranch(source, one(labels(source)) ?? "", word()),
    () => commands.removeBranch(source, one(labels(source)) ?? ""),
    () => commands.moveBranch(id(), random(3), random(3) - 1),
    () => commands.changeBranch(id(), random(3), "condition", word()),
    () => align(some(), one(["left", "center", "right", "top", "middle", "bottom"] as const)),
    () => distribute(some(), one(["x", "y"] as const)),
    () => commands.setEntry(id()),
    () => commands.setTrigger(one([undefined, { type: "manual" }, { type: "cron", expression: word() }])),
    () => commands.setMetadata("description", word()),
  ];
  return one(changes)();
}

test("10,000 random commands keep the document an IR, and undo brings back the first", () => {
  const seed = Number(Deno.env.get("MILLRACE_SEED") ?? Date.now() % 1_000_000_000);
  console.log(`seed ${seed} (MILLRACE_SEED=${seed} repeats it)`);
  const random = generator(seed);
  const runs = 50, length = mostSteps;
  let largest = 0;
  for (let run = 0; run < runs; run++) {
    const first = sample();
    let history = begin(first);
    for (let count = 0; count < length; count++) {
      const where = `seed ${seed}, run ${run}, command ${count}`;
      const before = writeJSON(history.present.document);
      const frozen = history.present;
      history = record(history, "Random", randomChange(history.present, random, count), count * 10_000);
      equal(writeJSON(frozen.document), before, `${where} changed the state before it`);
      const { document, layout, selection } = history.present;
      equal(structureProblems(readJSON(writeJSON(documentToSave(history.present)))), [], where);
      largest = Math.max(largest, document.nodes.length);
      const ids = document.nodes.map((each) => each.id);
      equal(Object.keys(layout).sort(), [...ids].sort(), `${where}: places`);
      holds(selection.every((id) => ids.includes(id)), `${where}: selection`);
      if (random(10) === 0) {
        const redone = redo(undo(history));
        equal(redone.present.document, document, `${where}: redo`);
      }
    }
    while (history.position > 0) history = undo(history);
    equal(history.present.document, first.document, `seed ${seed}, run ${run}: undo`);
  }
  console.log(`${runs * length} commands, at most ${largest} nodes`);
});
