import { containers, hasUnlabelledArms, next, parents } from "../document/containers";
import { labelOf, type Layout, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "../document/model";
import { nodeSize } from "../document/placement";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SceneNode extends Box {
  readonly id: string;
  readonly node: WorkflowNode;
}

export interface SceneEdge {
  readonly id: string;
  readonly edge: WorkflowEdge;
  /** From the bottom of the source to the top of the target. */
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  /** What is written on it; an arm's label is written on the arm instead. */
  readonly label: string | undefined;
  readonly box: Box;
}

/** A container as it is drawn: behind its own node and all nodes in it. */
export interface Frame extends Box {
  readonly id: string;
  readonly type: string;
  readonly depth: number;
  readonly arms: readonly (Box & { readonly label: string })[];
}

/** Everything that is drawn, in the coordinates of the document. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** The outer ones first. */
  readonly frames: readonly Frame[];
  readonly bounds: Box;
}

const armPadding = 12;
const armTitle = 14;
const framePadding = 10;

export function sceneOf(document: WorkflowDocument, layout: Layout): Scene {
  const boxes = new Map<string, SceneNode>();
  for (const node of document.nodes) {
    const { x, y } = layout[node.id] ?? { x: 0, y: 0 };
    boxes.set(node.id, { id: node.id, node, x, y, ...nodeSize });
  }
  const frames = framesOf(document, boxes);
  const framed = new Map(frames.map((frame) => [frame.id, frame]));
  const edges = document.edges.flatMap((edge) => {
    const source = boxes.get(edge.source), target = boxes.get(edge.target);
    return source && target ? [sceneEdge(edge, source, target, framed)] : [];
  });
  const nodes = [...boxes.values()];
  return { nodes, edges, frames, bounds: unionOf([...nodes, ...frames]) ?? { x: 0, y: 0, width: 0, height: 0 } };
}

function sceneEdge(
  edge: WorkflowEdge,
  source: SceneNode,
  target: SceneNode,
  framed: ReadonlyMap<string, Frame>,
): SceneEdge {
  const label = labelOf(edge), frame = framed.get(edge.source);
  const isOnward = label === next && frame !== undefined;
  // What runs after a container comes out of its frame, not across its arms.
  const bottom = isOnward ? frame.y + frame.height : source.y + source.height;
  const from = { x: source.x + source.width / 2, y: bottom };
  const to = { x: target.x + target.width / 2, y: target.y };
  const isOnArm = label !== undefined && frame?.arms.some((arm) => arm.label === label);
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, end] = [Math.min(from.y, to.y) - 60, Math.max(from.y, to.y) + 60];
  return {
    id: edge.id,
    edge,
    from,
    to,
    label: isOnArm || isOnward ? undefined : label,
    box: { x: left - 40, y: top, width: right - left + 80, height: end - top },
  };
}

function framesOf(document: WorkflowDocument, boxes: ReadonlyMap<string, SceneNode>): Frame[] {
  const all = containers(document), parent = parents(document);
  const children = new Map<string, string[]>();
  for (const [id, place] of parent) {
    const key = `${place.container}\n${place.arm}`;
    children.get(key)?.push(id) ?? children.set(key, [id]);
  }
  const made = new Map<string, Frame>();
  const make = (id: string, depth: number): Box => {
    const container = all.get(id), own = boxes.get(id)!;
    if (!container || container.members.size === 0) return own;
    const unlabelled = hasUnlabelledArms(own.node);
    const arms = container.arms.flatMap((arm, index) => {
      const inner = (children.get(`${id}\n${index}`) ?? []).map((child) => make(child, depth + 1));
      const box = unionOf(inner);
      if (!box) return [];
      return [{ ...padded(box, armPadding, armTitle), label: unlabelled ? String(index + 1) : arm.label }];
    });
    const frame = padded(unionOf([own, ...arms])!, framePadding, 0);
    made.set(id, { id, type: own.node.type, depth, arms, ...frame });
    return frame;
  };
  for (const id of all.keys()) if (!parent.has(id)) make(id, 0);
  return [...made.values()].sort((left, right) => left.depth - right.depth);
}

function padded(box: Box, padding: number, title: number): Box {
  return {
    x: box.x - padding,
    y: box.y - padding - title,
    width: box.width + 2 * padding,
    height: box.height + 2 * padding + title,
  };
}

export function unionOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(box: Box, inner: Box): boolean {
  return box.x <= inner.x && box.y <= inner.y && box.x + box.width >= inner.x + inner.width &&
    box.y + box.height >= inner.y + inner.height;
}

/** The curve of an edge, as the path of an SVG. */
export function pathOf({ from, to }: SceneEdge): string {
  const bend = to.y > from.y ? Math.max(16, Math.min(60, (to.y - from.y) / 2)) : 60;
  return `M${from.x},${from.y} C${from.x},${from.y + bend} ${to.x},${to.y - bend} ${to.x},${to.y}`;
}

/** A point on the curve; `t` is from 0 at the source to 1. */
export function pointOn({ from, to }: SceneEdge, t: number): { x: number; y: number } {
  const bend = to.y > from.y ? Math.max(16, Math.min(60, (to.y - from.y) / 2)) : 60;
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return {
    x: a * from.x + b * from.x + c * to.x + d * to.x,
    y: a * from.y + b * (from.y + bend) + c * (to.y - bend) + d * to.y,
  };
}
