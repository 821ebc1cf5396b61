import type { Json, JsonObject } from "./json";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node as the document has it. Members that the editor does not know are kept. */
export interface WorkflowNode extends JsonObject {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly provider: string;
  readonly data: JsonObject;
}

export interface WorkflowEdge extends JsonObject {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label?: string;
}

export interface WorkflowDocument extends JsonObject {
  readonly metadata: JsonObject;
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
  /** Empty while the document has no nodes. */
  readonly entryNodeId: string;
  readonly trigger?: Json;
}

/** Where nodes are drawn, by id: apart from the document, so that moving a node changes no version. */
export type Layout = Readonly<Record<string, Point>>;

/** What is edited: every change makes another one, which shares all parts that it does not change. */
export interface EditorState {
  readonly document: WorkflowDocument;
  readonly layout: Layout;
  readonly selection: readonly string[];
}

/** A pure function from one state to the next; the same object means that nothing changes. */
export type Change = (state: EditorState) => EditorState;

/** An edge's label; an empty one is none. */
export function labelOf(edge: WorkflowEdge): string | undefined {
  return edge.label || undefined;
}

export function nodeOf(document: WorkflowDocument, id: string): WorkflowNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

/** Nodes and edges by id, for one document. */
export class Graph {
  readonly nodes = new Map<string, WorkflowNode>();
  readonly outgoing = new Map<string, WorkflowEdge[]>();
  readonly incoming = new Map<string, WorkflowEdge[]>();

  private constructor(document: WorkflowDocument) {
    for (const node of document.nodes) {
      this.nodes.set(node.id, node);
      this.outgoing.set(node.id, []);
      this.incoming.set(node.id, []);
    }
    for (const edge of document.edges) {
      if (!this.nodes.has(edge.source) || !this.nodes.has(edge.target)) continue;
      this.outgoing.get(edge.source)!.push(edge);
      this.incoming.get(edge.target)!.push(edge);
    }
  }

  private static readonly known = new WeakMap<WorkflowDocument, Graph>();

  static of(document: WorkflowDocument): Graph {
    let graph = Graph.known.get(document);
    if (!graph) Graph.known.set(document, graph = new Graph(document));
    return graph;
  }

  out(id: string): readonly WorkflowEdge[] {
    return this.outgoing.get(id) ?? [];
  }

  in(id: string): readonly WorkflowEdge[] {
    return this.incoming.get(id) ?? [];
  }

  /** All nodes that a way leads to from the given ones, these included. */
  reachable(starts: readonly string[], avoiding?: ReadonlySet<string>): Set<string> {
    const found = new Set<string>();
    const open = [...starts];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id) || avoiding?.has(id)) continue;
      found.add(id);
      for (const edge of this.out(id)) open.push(edge.target);
    }
    return found;
  }
}
