import { equalJSON, type Json } from "./json";
import type { WorkflowDocument, WorkflowNode } from "./model";

export interface NodeChange {
  readonly node: WorkflowNode;
  /** The names of the members that differ, `position` not among them. */
  readonly members: readonly string[];
}

/** How two documents differ, for people: what was only moved is apart. */
export interface Difference {
  readonly added: readonly WorkflowNode[];
  readonly removed: readonly WorkflowNode[];
  readonly changed: readonly NodeChange[];
  readonly moved: readonly WorkflowNode[];
  readonly edges: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Other members of the document. */
  readonly document: readonly string[];
}

export function difference(before: WorkflowDocument, after: WorkflowDocument): Difference {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const changed: NodeChange[] = [], moved: WorkflowNode[] = [];
  for (const node of after.nodes) {
    const other = old.get(node.id);
    if (!other) continue;
    const members = differingMembers(other, node);
    const others = members.filter((name) => name !== "position");
    if (others.length > 0) changed.push({ node, members: others });
    else if (members.length > 0) moved.push(node);
  }
  const ways = (document: WorkflowDocument) =>
    new Set(document.edges.map(({ source, target, label }) => `${source} → ${target}${label ? ` (${label})` : ""}`));
  const oldWays = ways(before), nowWays = ways(after);
  return {
    added: after.nodes.filter((node) => !old.has(node.id)),
    removed: before.nodes.filter((node) => !now.has(node.id)),
    changed,
    moved,
    edges: {
      added: [...nowWays].filter((way) => !oldWays.has(way)),
      removed: [...oldWays].filter((way) => !nowWays.has(way)),
    },
    document: differingMembers(before, after).filter((name) => name !== "nodes" && name !== "edges"),
  };
}

function differingMembers(before: Readonly<Record<string, Json | undefined>>, after: typeof before): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !equalJSON(before[name], after[name]));
}
