import { isArray, isObject } from "./json";
import { Graph, labelOf, type WorkflowDocument, type WorkflowNode } from "./model";

/** The label of the edge to what runs after a container. */
export const next = "then";

const containerTypes = new Set(["branch", "parallel", "race", "loop", "try_catch"]);

export function isContainer(node: WorkflowNode): boolean {
  return containerTypes.has(node.type);
}

/** Whether edges to the arms have no label: each is an arm of its own. */
export function hasUnlabelledArms(node: WorkflowNode): boolean {
  return node.type === "parallel" || node.type === "race";
}

/** The labels of a container's arms in their order; of a `try_catch`, `finally` only where it has one. */
export function armLabels(node: WorkflowNode, document?: WorkflowDocument): readonly string[] {
  switch (node.type) {
    case "loop":
      return ["body"];
    case "try_catch": {
      const hasFinally = document !== undefined &&
        Graph.of(document).out(node.id).some((edge) => labelOf(edge) === "finally");
      return hasFinally ? ["try", "catch", "finally"] : ["try", "catch"];
    }
    case "branch":
      return branches(node).map((branch) => branch.label);
    default:
      return [];
  }
}

export interface Branch {
  readonly label: string;
  readonly condition: string;
}

export function branches(node: WorkflowNode): readonly Branch[] {
  const list = node.data.branches;
  if (!isArray(list)) return [];
  return list.map((item) => ({
    label: isObject(item) && typeof item.label === "string" ? item.label : "",
    condition: isObject(item) && typeof item.condition === "string" ? item.condition : "",
  }));
}

/** The labels that an edge out of a node can have; `undefined` is no label. */
export function edgeLabels(node: WorkflowNode): readonly (string | undefined)[] {
  if (!isContainer(node)) return [undefined];
  if (hasUnlabelledArms(node)) return [undefined, next];
  if (node.type === "try_catch") return ["try", "catch", "finally", next];
  // An edge with an empty label has none.
  return [...armLabels(node).filter((label) => label !== ""), next];
}

export interface Arm {
  readonly label: string;
  /** The nodes that run in the arm, without what runs after the container. */
  readonly members: ReadonlySet<string>;
  readonly starts: readonly string[];
}

export interface Container {
  readonly id: string;
  readonly arms: readonly Arm[];
  readonly members: ReadonlySet<string>;
}

/** The containers of a document, with the nodes inside each: what an arm reaches and neither another arm nor `then` does. */
export function containers(document: WorkflowDocument): ReadonlyMap<string, Container> {
  const known = cache.get(document);
  if (known) return known;
  const graph = Graph.of(document);
  const found = new Map<string, Container>();
  for (const node of document.nodes) if (isContainer(node)) found.set(node.id, container(node, document, graph));
  cache.set(document, found);
  return found;
}

const cache = new WeakMap<WorkflowDocument, ReadonlyMap<string, Container>>();

function container(node: WorkflowNode, document: WorkflowDocument, graph: Graph): Container {
  const edges = graph.out(node.id);
  const after = graph.reachable(edges.filter((edge) => labelOf(edge) === next).map((edge) => edge.target));
  const starts = hasUnlabelledArms(node)
    ? edges.filter((edge) => labelOf(edge) !== next).map((edge) => ({
      label: labelOf(edge) ?? "",
      starts: [edge.target],
    }))
    : armLabels(node, document).map((label) => ({
      label,
      starts: edges.filter((edge) => labelOf(edge) === label).map((edge) => edge.target),
    }));
  const reached = starts.map((arm) => graph.reachable(arm.starts, after));
  const counts = new Map<string, number>();
  for (const ids of reached) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const arms = starts.map((arm, index) => ({
    ...arm,
    members: new Set([...reached[index]].filter((id) => counts.get(id) === 1)),
  }));
  return { id: node.id, arms, members: new Set(arms.flatMap((arm) => [...arm.members])) };
}

/** The innermost container of each node that is in one, with the arm. */
export function parents(document: WorkflowDocument): ReadonlyMap<string, { container: string; arm: number }> {
  const found = new Map<string, { container: string; arm: number; size: number }>();
  for (const { id, arms, members } of containers(document).values()) {
    arms.forEach((arm, index) => {
      for (const member of arm.members) {
        const other = found.get(member);
        if (!other || members.size < other.size) found.set(member, { container: id, arm: index, size: members.size });
      }
    });
  }
  return found;
}
