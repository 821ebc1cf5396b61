import { clipOf, clipText, duplicate, paste, readClip } from "../../../Core/Console/document/clipboard";
import * as commands from "../../../Core/Console/document/commands";
import { containers, parents } from "../../../Core/Console/document/containers";
import { difference } from "../../../Core/Console/document/difference";
import { readJSON, writeJSON } from "../../../Core/Console/document/json";
import { hunks, lineDifference } from "../../../Core/Console/document/lines";
import { nodeOf } from "../../../Core/Console/document/model";
import { documentToSave } from "../../../Core/Console/document/open";
import { align, hasCoveredNodes, moveNodes } from "../../../Core/Console/document/placement";
import { scopeOf } from "../../../Core/Console/document/scope";
import { structureProblems } from "../../../Core/Console/document/structure";
import { equal, holds, test } from "./check";
import { node, sample, sampleText } from "./sample";

const ids = (values: readonly { id: string }[]) => values.map((value) => value.id);

test("an opened document is saved as it was, with its numbers, order and unknown members", () => {
  const text = writeJSON(documentToSave(sample()));
  equal(text, writeJSON(readJSON(sampleText)));
  for (const spelling of ["12345678901234567890", "7.0", "1e0", "0.50"]) holds(text.includes(spelling), spelling);
});

test("moving a node changes its place and nothing else", () => {
  const before = sample();
  const after = moveNodes(["size"], 10.4, -5)(before);
  holds(after.document === before.document, "the document is the same");
  const saved = documentToSave(after);
  equal(nodeOf(saved, "size")!.position, { x: 10, y: 95 });
  holds(nodeOf(saved, "order") === nodeOf(before.document, "order"), "other nodes are the same");
  equal(difference(before.document, saved).moved.map((moved) => moved.id), ["size"]);
});

test("nodes that lie on each other are noticed, and those beside each other are not", () => {
  const state = sample();
  holds(!hasCoveredNodes(state), "the sample's are apart");
  const [first, second] = state.document.nodes.map(({ id }) => id);
  const at = (x: number, y: number) => ({
    ...state,
    layout: { ...state.layout, [first]: { x: 0, y: 0 }, [second]: { x, y } },
  });
  holds(hasCoveredNodes(at(0, 0)) && hasCoveredNodes(at(3, 9)), "one place for both");
  holds(!hasCoveredNodes(at(208, 0)) && !hasCoveredNodes(at(0, -60)), "side by side");
});

test("renaming an id follows edges, expressions, code and templates, and leaves strings, members and own names", () => {
  const { document, layout } = commands.renameNode("order", "the-order")(sample());
  equal(document.entryNodeId, "the-order");
  equal(document.edges[0], { id: "e1", source: "the-order", target: "size", animated: true });
  holds(layout["the-order"] && !layout["order"], "its place follows");
  equal(nodeOf(document, "size")!.data.branches, [
    { label: "large", condition: "the_order.amount > 500 && {{the-order.open}}", color: "blue" },
    { label: "small", condition: "" },
  ]);
  equal(nodeOf(document, "large")!.data, {
    url: "https://example.com/{{ the-order.id }}?n=${the_order.amount}",
    body: { text: "\\{{order}} {{the-order.items[0]['a b']}} {{orders.x}}" },
  });
  equal(nodeOf(document, "each")!.data.collection, "the_order.items");
  equal(
    nodeOf(document, "line_step")!.data.code,
    "// order\nconst text = 'order';\nreturn { order: the_order, o: the_order.id, x: line.order, [`${the_order.id}`]: text };",
  );
  equal(nodeOf(document, "end")!.data.code, "const order = 1; return order;");
});

test("an id that is taken or not valid is not given", () => {
  const state = sample();
  for (const id of ["size", "a b", "", "ä"]) holds(commands.renameNode("order", id)(state) === state, id);
});

test("removing a node joins what was around it, and moves the entry", () => {
  const state = commands.removeNodes(["order"])(sample());
  equal(state.document.entryNodeId, "size");
  const inner = commands.addAfter("end", undefined, node("after"), { x: 0, y: 0 })(state);
  const joined = commands.removeNodes(["end"])(inner);
  equal(joined.document.edges.map((edge) => `${edge.source}-${edge.label ?? ""}-${edge.target}`).sort(), [
    "each-body-line_step",
    "size-large-large",
    "size-small-each",
    "size-then-after",
  ]);
});

test("a node put on an edge of an arm is in the arm", () => {
  const state = commands.insertOnEdge("e3", node("first"), { x: 0, y: 0 })(sample());
  const edges = state.document.edges.filter((edge) => edge.source === "first" || edge.target === "first");
  equal(edges.map(({ source, target, label }) => [source, target, label]), [
    ["size", "first", "small"],
    ["first", "each", undefined],
  ]);
  equal([...containers(state.document).get("size")!.arms[1].members].sort(), ["each", "first", "line_step"]);
});

test("an edge that closes a cycle, repeats another or has no such label is refused", () => {
  const state = sample();
  holds(commands.connect("end", "order")(state) === state, "cycle");
  holds(commands.connect("order", "size")(state) === state, "repeated");
  holds(commands.connect("size", "end", "middle")(state) === state, "label");
  holds(commands.connect("each", "end", "then")(state) !== state, "then");
});

test("arms are renamed with their edges, added before else, and removed with their edges", () => {
  let state = commands.renameBranch("size", "large", "huge")(sample());
  equal(state.document.edges[1].label, "huge");
  state = commands.addBranch("size", "medium", "order.amount > 100")(state);
  const labels = (nodeOf(state.document, "size")!.data.branches as { label: string }[]).map((branch) => branch.label);
  equal(labels, ["huge", "medium", "small"]);
  state = commands.removeBranch("size", "huge")(state);
  holds(!state.document.edges.some((edge) => edge.label === "huge"), "its edge is removed");
});

test("the innermost container has a node", () => {
  const found = parents(sample().document);
  equal([...found.keys()].sort(), ["each", "large", "line_step"]);
  equal(found.get("line_step")!.container, "each");
  equal(found.get("each"), { container: "size", arm: 1, size: 3 });
});

test("what runs before a node is in its scope, what may not have run is marked", () => {
  const { document } = sample();
  const inLoop = scopeOf(document, "line_step");
  equal(inLoop.filter((name) => name.kind === "node").map((name) => [name.name, name.isUncertain]), [
    ["each", false],
    ["size", false],
    ["order", false],
  ]);
  equal(inLoop.filter((name) => name.kind === "loop").map((name) => name.name), ["line", "i"]);
  const atEnd = scopeOf(document, "end").filter((name) => name.isUncertain).map((name) => name.name);
  equal(atEnd.sort(), ["each", "large", "line_step"]);
});

test("copies read from copies, and are pasted into another document", () => {
  const clip = readClip(clipText(clipOf(sample(), ["order", "size"])))!;
  const state = paste(clip)(sample());
  equal(ids(state.document.nodes).slice(-2), ["order_2", "size_2"]);
  const copy = nodeOf(state.document, "size_2")!;
  equal((copy.data.branches as { condition: string }[])[0].condition, "order_2.amount > 500 && {{order_2.open}}");
  equal(state.document.edges[state.document.edges.length - 1], {
    id: "order_2-size_2",
    source: "order_2",
    target: "size_2",
    animated: true,
  });
  equal(state.selection, ["order_2", "size_2"]);
  equal(copy.name, "Size 2");
  holds(readClip("{}") === undefined && readClip("millrace.nodes {") === undefined, "other texts are not nodes");
});

test("a name that one copy gets and another copy had are not confused", () => {
  let state = sample();
  state = commands.addNode(node("order_2", "step", { code: "return order.id;" }), { x: 0, y: 0 })(state);
  state = duplicate(["order", "order_2"])(state);
  const copy = state.document.nodes[state.document.nodes.length - 1];
  equal([copy.id, copy.data.code], ["order_4", "return order_3.id;"]);
});

test("nodes are aligned", () => {
  const state = align(["large", "each"], "left")(sample());
  equal([state.layout["large"].x, state.layout["each"].x], [-120, -120]);
});

test("the form of a document is checked", () => {
  const { document } = sample();
  equal(structureProblems(document), []);
  const wrong = {
    ...document,
    entryNodeId: "none",
    edges: [...document.edges, { id: "e1", source: "end", target: "x" }],
  };
  equal(structureProblems(wrong as never).map((problem) => problem.pointer), ["/edges/5/id", "/edges/5/target"]);
  const cycle = { ...document, edges: [...document.edges, { id: "e9", source: "end", target: "order" }] };
  equal(structureProblems(cycle as never).map((problem) => problem.pointer), ["/edges/5"]);
  equal(structureProblems([]).length, 1);
});

test("two documents differ by node, way and member", () => {
  const before = sample();
  let state = commands.setField("end", "code", "return 2;")(before);
  state = commands.removeNodes(["large"])(commands.setTrigger({ type: "manual" })(state));
  const found = difference(before.document, documentToSave(state));
  equal([ids(found.removed), found.changed.map((change) => [change.node.id, change.members]), found.document], [
    ["large"],
    [["end", ["data"]]],
    ["trigger"],
  ]);
  equal(found.edges.removed, ["size → large (large)"]);
});

test("texts differ line by line", () => {
  const lines = lineDifference("a\nb\nc\nd\ne\nf\ng\nh", "a\nb\nx\nd\ne\nf\ng\nh\ni");
  equal(lines.filter((line) => line.kind !== "same"), [
    { kind: "removed", text: "c" },
    { kind: "added", text: "x" },
    { kind: "added", text: "i" },
  ]);
  equal(hunks(lines, 1).map((line) => line?.text ?? null), [null, "b", "c", "x", "d", null, "h", "i"]);
});
