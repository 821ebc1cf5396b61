import { next } from "./containers";
import { Graph, labelOf, type WorkflowDocument } from "./model";

/** A name that an expression of a node can begin with. */
export interface ScopeName {
  readonly name: string;
  readonly kind: "node" | "event" | "loop" | "error";
  /** It runs before on some ways only, or its arm may not have run. */
  readonly isUncertain: boolean;
}

/** What runs before a node, nearest first, then what surrounds it. */
export function scopeOf(document: WorkflowDocument, id: string): readonly ScopeName[] {
  const graph = Graph.of(document);
  const names = new Map<string, ScopeName>();
  const add = (name: string, kind: ScopeName["kind"], isUncertain = false) => {
    if (!names.has(name)) names.set(name, { name, kind, isUncertain });
  };
  const before = new Set<string>(), tried = new Set<string>();
  const open = [id];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const edge of graph.in(at)) {
      const source = graph.nodes.get(edge.source)!;
      if (source.type === "loop" && labelOf(edge) === "body") {
        add(textOr(source.data.itemVar, "item"), "loop");
        add(textOr(source.data.indexVar, "i"), "loop");
      } else if (source.type === "try_catch" && (labelOf(edge) === "catch" || labelOf(edge) === "finally")) {
        if (labelOf(edge) === "catch") add("err", "error");
        const others = graph.out(edge.source).filter((other) => labelOf(other) === "try").map((other) => other.target);
        for (const inner of graph.reachable(others, new Set([at]))) tried.add(inner);
      }
      if (!before.has(edge.source)) {
        before.add(edge.source);
        open.push(edge.source);
      }
    }
  }
  const certain = dominators(graph, document.entryNodeId, id);
  for (const source of before) add(source, "node", !certain.has(source));
  for (const inner of tried) add(inner, "node", true);
  for (const source of before) {
    const isAfter = graph.out(source).some((edge) =>
      labelOf(edge) === next && (edge.target === id || before.has(edge.target))
    );
    if (!isAfter) continue;
    const arms = graph.out(source).filter((edge) => labelOf(edge) !== next).map((edge) => edge.target);
    for (const inner of graph.reachable(arms, new Set([id]))) if (!before.has(inner)) add(inner, "node", true);
  }
  add("trigger", "event");
  add("event", "event");
  add("env", "event");
  return [...names.values()];
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

/** The nodes that are on every way from the entry: without one of them the node is not reached. */
function dominators(graph: Graph, entry: string, id: string): ReadonlySet<string> {
  const ancestors = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of graph.in(at)) {
      if (ancestors.has(edge.source)) continue;
      ancestors.add(edge.source);
      open.push(edge.source);
    }
  }
  return new Set([...ancestors].filter((node) => node === entry || !graph.reachable([entry], new Set([node])).has(id)));
}
