import { isObject, type Json, type JsonObject, numberOf, withMember } from "./json";
import type { EditorState, Layout, Point, WorkflowDocument, WorkflowNode } from "./model";
import { structureProblems } from "./structure";

export const emptyDocument = (name: string, kind: "workflow" | "script"): WorkflowDocument => ({
  ...(kind === "script" ? { kind, trigger: { type: "http" } } : {}),
  metadata: { name, version: 1 },
  nodes: [],
  edges: [],
  entryNodeId: "",
} as unknown as WorkflowDocument);

/** The state of an editor that opens a document; `undefined` if the document has not the form of one. */
export function openDocument(value: Json): EditorState | undefined {
  if (structureProblems(value).length > 0) return undefined;
  const document = value as unknown as WorkflowDocument;
  return { document, layout: layoutOf(document), selection: [] };
}

/** Where the document's nodes are; those without a place are below each other. */
export function layoutOf(document: WorkflowDocument): Layout {
  return Object.fromEntries(
    document.nodes.map((node, index) => [node.id, positionOf(node) ?? { x: 0, y: index * 110 }]),
  );
}

function positionOf(node: WorkflowNode): Point | undefined {
  const position = node.position;
  if (!isObject(position)) return undefined;
  const x = numberOf(position.x), y = numberOf(position.y);
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** The document as it is saved: every node has its place. What was not moved keeps its spelling. */
export function documentToSave({ document, layout }: EditorState): WorkflowDocument {
  const nodes = document.nodes.map((node) => {
    const point = layout[node.id], old = positionOf(node);
    if (!point || (old && old.x === point.x && old.y === point.y)) return node;
    const position: JsonObject = { ...(isObject(node.position) ? node.position : {}), x: point.x, y: point.y };
    return isObject(node.position) ? withMember(node, "position", position) : { ...node, position };
  });
  return nodes.every((node, index) => node === document.nodes[index])
    ? document
    : withMember(document, "nodes", nodes as never);
}

/** The document without where its nodes are drawn: what two documents mean is equal when this is. */
export function withoutLayout(document: WorkflowDocument): WorkflowDocument {
  return withMember(document, "nodes", document.nodes.map((node) => withMember(node, "position", undefined)) as never);
}
