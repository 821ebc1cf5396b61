import { isObject, type Json, readJSON, withMember, writeJSON } from "./json";
import { type Change, type EditorState, nodeOf, type Point, type WorkflowEdge, type WorkflowNode } from "./model";
import { free, freeName } from "./names";
import { withReferences } from "./references";

/** Nodes with the edges between them, as they are on the clipboard. */
export interface Clip {
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
  readonly layout: Readonly<Record<string, Point>>;
}

const mark = "millrace.nodes";

export function clipOf(state: EditorState, ids: readonly string[]): Clip {
  const chosen = new Set(ids);
  const { nodes, edges } = state.document;
  return {
    nodes: nodes.filter((node) => chosen.has(node.id)),
    edges: edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
    layout: Object.fromEntries(Object.entries(state.layout).filter(([id]) => chosen.has(id))),
  };
}

export function clipText(clip: Clip): string {
  return writeJSON({ type: mark, ...clip } as unknown as Json, 2);
}

/** What a text of the clipboard has; `undefined` if it is not from this editor. */
export function readClip(text: string): Clip | undefined {
  if (!text.includes(mark)) return undefined;
  let value: Json;
  try {
    value = readJSON(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.type !== mark || !Array.isArray(value.nodes) || !Array.isArray(value.edges)) {
    return undefined;
  }
  const nodes = (value.nodes as readonly Json[]).filter(isNode);
  const ids = new Set(nodes.map((node) => node.id));
  const edges = (value.edges as unknown as readonly WorkflowEdge[]).filter((edge) =>
    isObject(edge) && ids.has(edge.source) && ids.has(edge.target)
  );
  const layout = isObject(value.layout) ? value.layout as unknown as Record<string, Point> : {};
  return nodes.length ? { nodes, edges, layout } : undefined;
}

function isNode(value: Json): value is WorkflowNode {
  return isObject(value) && typeof value.id === "string" && /^[A-Za-z0-9_-]+$/.test(value.id) &&
    ["type", "name", "version", "provider"].every((name) => typeof value[name] === "string") && isObject(value.data);
}

/**
 * Adds the nodes under ids and names that are free; what they read from each other, they read from the copies.
 * - Parameter at: Where the first of them goes. */
export function paste(clip: Clip, at?: Point): Change {
  return (state) => {
    if (clip.nodes.length === 0) return state;
    const taken = new Set(state.document.nodes.map((node) => node.id));
    const ids = new Map<string, string>();
    for (const node of clip.nodes) {
      if (ids.has(node.id)) continue;
      const id = free(node.id, taken);
      ids.set(node.id, id);
      taken.add(id);
    }
    const originals = clip.nodes.filter((node, index) =>
      clip.nodes.findIndex((other) => other.id === node.id) === index
    );
    let document = state.document;
    for (const original of originals) {
      let copy = withMember(original, "id", ids.get(original.id)!);
      // By names that no document has in between: one copy's new id may be another's old one.
      for (const [old] of ids) copy = withReferences(copy, old, `copied_${old}`);
      for (const [old, id] of ids) copy = withReferences(copy, `copied_${old}`, id);
      copy = withMember(copy, "name", freeName(document, original.name));
      document = { ...document, nodes: [...document.nodes, copy] } as typeof document;
    }
    const edges = [...document.edges];
    for (const edge of clip.edges) {
      const source = ids.get(edge.source)!, target = ids.get(edge.target)!;
      const id = free(`${source}-${target}`, edges.map((other) => other.id));
      edges.push({ ...edge, id, source, target });
    }
    const entryNodeId = document.entryNodeId || ids.get(clip.nodes[0].id)!;
    const copies = [...ids.values()];
    return {
      document: { ...document, edges, entryNodeId } as typeof document,
      layout: { ...state.layout, ...places(clip, ids, at) },
      selection: copies,
    };
  };
}

function places(clip: Clip, ids: ReadonlyMap<string, string>, at?: Point): Record<string, Point> {
  const points = clip.nodes.map((node) => clip.layout[node.id] ?? { x: 0, y: 0 });
  const left = Math.min(...points.map((point) => point.x)), top = Math.min(...points.map((point) => point.y));
  const dx = at ? at.x - left : 40, dy = at ? at.y - top : 40;
  return Object.fromEntries(
    clip.nodes.map((node, index) => [ids.get(node.id)!, {
      x: Math.round(points[index].x + dx),
      y: Math.round(points[index].y + dy),
    }]),
  );
}

export function duplicate(ids: readonly string[]): Change {
  return (state) => paste(clipOf(state, ids.filter((id) => nodeOf(state.document, id))))(state);
}
