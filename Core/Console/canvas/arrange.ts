import { containers, hasUnlabelledArms, parents } from "../document/containers";
import { Graph, type Layout, type Point, type WorkflowDocument } from "../document/model";
import { nodeSize } from "../document/placement";

/** A part of the graph that is laid out by itself; points are from its left upper corner. */
interface Block {
  width: number;
  height: number;
  points: Record<string, Point>;
  /** Where edges from above arrive, from the left. */
  anchor: number;
}

const gap = { x: 36, y: 44, arm: 52, frame: 22 };

/**
 * Places for all nodes: each arm of a container is laid out by itself, the arms stand beside each other below their
 * container, and the container with its arms is one block for what surrounds it. So frames never overlap.
 */
export async function arrange(document: WorkflowDocument): Promise<Layout> {
  const dagre = (await import("dagre")).default;
  const graph = Graph.of(document), all = containers(document), parent = parents(document);
  const levels = new Map<string, string[]>();
  for (const { id } of document.nodes) {
    const place = parent.get(id);
    const key = place ? `${place.container}\n${place.arm}` : "";
    levels.get(key)?.push(id) ?? levels.set(key, [id]);
  }
  const block = level(levels.get("") ?? []);
  const anchor = block.points[document.entryNodeId] ?? { x: 0, y: 0 };
  return Object.fromEntries(
    Object.entries(block.points).map(([id, { x, y }]) => [id, {
      x: Math.round(x - anchor.x),
      y: Math.round(y - anchor.y),
    }]),
  );

  /** Lays out nodes that are in no further container, with their containers' contents. */
  function level(ids: readonly string[]): Block {
    const blocks = new Map(ids.map((id) => [id, blockOf(id)]));
    if (ids.length === 1) return blocks.get(ids[0])!;
    const layout = new dagre.graphlib.Graph();
    layout.setGraph({ rankdir: "TB", nodesep: gap.x, ranksep: gap.y, ranker: "longest-path" });
    layout.setDefaultEdgeLabel(() => ({}));
    for (const [id, { width, height }] of blocks) layout.setNode(id, { width, height });
    const owner = new Map<string, string>();
    for (const id of ids) {
      owner.set(id, id);
      for (const inner of all.get(id)?.members ?? []) owner.set(inner, id);
    }
    for (const [inner, id] of owner) {
      for (const edge of graph.out(inner)) {
        const target = owner.get(edge.target);
        if (target !== undefined && target !== id) layout.setEdge(id, target);
      }
    }
    dagre.layout(layout);
    const points: Record<string, Point> = {};
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (const [id, { width, height }] of blocks) {
      const { x, y } = layout.node(id);
      [left, top] = [Math.min(left, x - width / 2), Math.min(top, y - height / 2)];
      [right, bottom] = [Math.max(right, x + width / 2), Math.max(bottom, y + height / 2)];
    }
    for (const [id, inner] of blocks) {
      const { x, y } = layout.node(id);
      put(points, inner, x - inner.width / 2 - left, y - inner.height / 2 - top);
    }
    const first = ids.find((id) => graph.in(id).every((edge) => !blocks.has(owner.get(edge.source) ?? ""))) ?? ids[0];
    return {
      width: right - left,
      height: bottom - top,
      points,
      anchor: (points[first]?.x ?? 0) + nodeSize.width / 2,
    };
  }

  /** A node alone, or a container above its arms. */
  function blockOf(id: string): Block {
    const container = all.get(id);
    const arms = container?.arms.map((_, index) => levels.get(`${id}\n${index}`) ?? [])
      .filter((members) => members.length > 0).map(level) ?? [];
    if (!container || arms.length === 0) {
      return { ...nodeSize, points: { [id]: { x: 0, y: 0 } }, anchor: nodeSize.width / 2 };
    }
    const width = arms.reduce((sum, arm) => sum + arm.width, 0) + gap.arm * (arms.length - 1);
    const inner = Math.max(width, nodeSize.width);
    const points: Record<string, Point> = {};
    let x = gap.frame + (inner - width) / 2;
    const head = gap.frame;
    const centre = arms.length === 1 && !hasUnlabelledArms(graph.nodes.get(id)!)
      ? x + arms[0].anchor
      : gap.frame + inner / 2;
    const own = Math.min(Math.max(centre - nodeSize.width / 2, gap.frame), gap.frame + inner - nodeSize.width);
    points[id] = { x: own, y: head };
    const below = head + nodeSize.height + gap.y + 20;
    for (const arm of arms) {
      put(points, arm, x, below);
      x += arm.width + gap.arm;
    }
    return {
      width: inner + 2 * gap.frame,
      height: below + Math.max(...arms.map((arm) => arm.height)) + gap.frame,
      points,
      anchor: own + nodeSize.width / 2,
    };
  }
}

function put(points: Record<string, Point>, block: Block, x: number, y: number) {
  for (const [id, point] of Object.entries(block.points)) points[id] = { x: point.x + x, y: point.y + y };
}
