import { edgeLabels } from "./containers";
import { isArray, isObject, type Json, numberOf } from "./json";
import { Graph, labelOf, type WorkflowDocument } from "./model";

/** What is wrong with the form of a document, before the server checks what it means. */
export interface StructureProblem {
  readonly pointer: string;
  readonly message: string;
}

/**
 * Checks what the canvas relies on: the members' types, unique ids, edges between nodes, labels, no cycle. A node that
 * nothing leads to yet is not wrong here: one is drawn before it is connected. */
export function structureProblems(value: Json): readonly StructureProblem[] {
  const problems: StructureProblem[] = [];
  const report = (pointer: string, message: string) => problems.push({ pointer, message });
  if (!isObject(value)) return [{ pointer: "", message: "A document must be a JSON object." }];
  if (!isObject(value.metadata)) report("/metadata", "metadata must be an object.");
  if (!isArray(value.nodes)) report("/nodes", "nodes must be an array.");
  if (!isArray(value.edges)) report("/edges", "edges must be an array.");
  if (typeof value.entryNodeId !== "string") report("/entryNodeId", "entryNodeId must be the id of a node.");
  if (problems.length > 0) return problems;
  const ids = new Set<string>();
  (value.nodes as readonly Json[]).forEach((node, index) => checkNode(node, `/nodes/${index}`, ids, report));
  const edgeIds = new Set<string>();
  (value.edges as readonly Json[]).forEach((edge, index) => checkEdge(edge, `/edges/${index}`, ids, edgeIds, report));
  if (problems.length > 0) return problems;
  const document = value as unknown as WorkflowDocument;
  if (document.nodes.length === 0 ? document.entryNodeId !== "" : !ids.has(document.entryNodeId)) {
    report("/entryNodeId", `Node "${document.entryNodeId}" does not exist.`);
  }
  checkGraph(document, report);
  return problems;
}

type Report = (pointer: string, message: string) => void;

function checkNode(node: Json, pointer: string, ids: Set<string>, report: Report) {
  if (!isObject(node)) return report(pointer, "A node must be an object.");
  if (typeof node.id !== "string" || !/^[A-Za-z0-9_-]+$/.test(node.id)) {
    return report(`${pointer}/id`, "A node's id can contain only letters, digits, '-' and '_'.");
  }
  if (ids.has(node.id)) report(`${pointer}/id`, `Another node has the id "${node.id}".`);
  ids.add(node.id);
  for (const name of ["type", "name", "version", "provider"]) {
    if (typeof node[name] !== "string") report(`${pointer}/${name}`, `${name} must be a text.`);
  }
  if (!isObject(node.data)) report(`${pointer}/data`, "data must be an object.");
  const { position } = node;
  if (position === undefined) return;
  if (!isObject(position) || numberOf(position.x) === undefined || numberOf(position.y) === undefined) {
    report(`${pointer}/position`, "position must have the numbers x and y.");
  }
}

function checkEdge(edge: Json, pointer: string, nodes: ReadonlySet<string>, ids: Set<string>, report: Report) {
  if (!isObject(edge)) return report(pointer, "An edge must be an object.");
  if (typeof edge.id !== "string" || edge.id === "") report(`${pointer}/id`, "An edge must have an id.");
  else if (ids.has(edge.id)) report(`${pointer}/id`, `Another edge has the id "${edge.id}".`);
  else ids.add(edge.id);
  for (const end of ["source", "target"]) {
    if (typeof edge[end] !== "string" || !nodes.has(edge[end] as string)) {
      report(`${pointer}/${end}`, `Node "${String(edge[end])}" does not exist.`);
    }
  }
  if (edge.label !== undefined && edge.label !== null && typeof edge.label !== "string") {
    report(`${pointer}/label`, "A label must be a text.");
  }
}

function checkGraph(document: WorkflowDocument, report: Report) {
  const graph = Graph.of(document);
  document.edges.forEach((edge, index) => {
    const source = graph.nodes.get(edge.source)!;
    const label = labelOf(edge);
    const isPlain = edgeLabels(source).length === 1;
    if (!isPlain && !edgeLabels(source).includes(label)) {
      report(`/edges/${index}/label`, `"${edge.source}" has no arm "${label ?? ""}".`);
    }
  });
  const cycle = cyclicEdge(graph, document);
  if (cycle !== undefined) report(`/edges/${cycle}`, "A workflow must not contain a cycle. Use a loop node to repeat.");
}

/** Depth first with a stack of its own, as deep as a chain is long. */
function cyclicEdge(graph: Graph, document: WorkflowDocument): number | undefined {
  const marks = new Map<string, "open" | "done">();
  for (const { id: start } of document.nodes) {
    if (marks.has(start)) continue;
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    marks.set(start, "open");
    while (path.length > 0) {
      const place = path[path.length - 1];
      const edge = graph.out(place.id)[place.next++];
      if (!edge) {
        marks.set(place.id, "done");
        path.pop();
      } else if (marks.get(edge.target) === "open") return document.edges.indexOf(edge);
      else if (!marks.has(edge.target)) {
        marks.set(edge.target, "open");
        path.push({ id: edge.target, next: 0 });
      }
    }
  }
  return undefined;
}
