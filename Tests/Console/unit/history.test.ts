import * as commands from "../../../Core/Console/document/commands";
import { begin, isSteps, mostSteps, record, redo, select, undo } from "../../../Core/Console/document/history";
import { readJSON, writeJSON } from "../../../Core/Console/document/json";
import { moveNodes } from "../../../Core/Console/document/placement";
import { equal, holds, test } from "./check";
import { node, sample } from "./sample";

test("undo and redo go through every state, member order included", () => {
  let history = begin(sample());
  const states = [history.present];
  const changes = [
    commands.addNode(node("added"), { x: 1, y: 2 }),
    commands.connect("end", "added"),
    commands.setField("end", "retryLimit", 3),
    commands.setField("end", "code", undefined),
    commands.removeNodes(["size"]),
    commands.renameNode("order", "o"),
    moveNodes(["o"], 5, 5),
    commands.setTrigger(undefined),
  ];
  changes.forEach((change, index) => {
    history = record(history, "Change", change, index * 10_000);
    states.push(history.present);
  });
  for (let index = changes.length - 1; index >= 0; index--) {
    history = undo(history);
    equal(history.present.document, states[index].document, `undo ${index}`);
    equal(sorted(history.present.layout), sorted(states[index].layout));
  }
  holds(undo(history) === history, "nothing is left to undo");
  for (let index = 1; index <= changes.length; index++) {
    history = redo(history);
    equal(history.present.document, states[index].document, `redo ${index}`);
  }
});

test("typing is one step, until a pause or another field", () => {
  let history = begin(sample());
  const type = (text: string, time: number, key = "end.code") => {
    history = record(history, "Edit", commands.setField("end", "code", text), time, key);
  };
  type("a", 0);
  type("ab", 500);
  type("abc", 900);
  equal(history.steps.length, 1);
  type("abcd", 5000);
  type("abcde", 5001, "end.other");
  equal(history.steps.length, 3);
  equal(undo(undo(undo(history))).present.document, sample().document);
});

test("a change that changes nothing is no step, and a selection is none", () => {
  const history = begin(sample());
  holds(record(history, "None", commands.setField("end", "none", undefined), 0) === history, "no step");
  const selected = select(history, ["end"]);
  equal([selected.steps.length, selected.present.selection], [0, ["end"]]);
});

test("200 steps are kept, and a new change drops what was undone", () => {
  let history = begin(sample());
  for (let count = 1; count <= mostSteps + 50; count++) {
    history = record(history, "Count", commands.setField("end", "count", count), count * 10_000);
  }
  equal(history.steps.length, mostSteps);
  for (let count = 0; count < 500; count++) history = undo(history);
  equal(history.present.document.nodes[5].data.count, 50);
  history = record(redo(history), "Other", commands.setField("end", "count", -1), 9e9);
  equal([history.steps.length, history.position], [2, 2]);
});

test("steps are stored and read again", () => {
  let history = record(begin(sample()), "Set", commands.setField("end", "n", readJSON("1.50")), 0);
  const steps = readJSON(writeJSON(history.steps as never));
  holds(isSteps(steps), "steps");
  history = redo(undo({ ...history, steps }));
  holds(writeJSON(history.present.document).includes("1.50"), "the spelling is kept");
  holds(!isSteps([1]) && !isSteps({}), "others are not");
});

function sorted(layout: object) {
  return Object.entries(layout).sort(([left], [right]) => left < right ? -1 : 1);
}
