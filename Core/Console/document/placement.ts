import { type Change, type EditorState, type Layout, nodeOf, type Point } from "./model";

/** How large a node is drawn. */
export const nodeSize = { width: 208, height: 60 };

/** Nearer to each other than this in both directions, in pixels, one node covers the other and its text. */
const covered = 24;

/** Whether nodes lie on each other, so that some cannot be seen: programs often write one place for all nodes. */
export function hasCoveredNodes({ document, layout }: Pick<EditorState, "document" | "layout">): boolean {
  const cells = new Set<string>();
  for (const { id } of document.nodes) {
    const point = layout[id];
    if (!point) continue;
    const cell = `${Math.floor(point.x / covered)} ${Math.floor(point.y / covered)}`;
    if (cells.has(cell)) return true;
    cells.add(cell);
  }
  return false;
}

export function moveNodes(ids: readonly string[], dx: number, dy: number): Change {
  return (state) => {
    if (dx === 0 && dy === 0) return state;
    const places: Record<string, Point> = {};
    for (const id of ids) {
      const point = state.layout[id];
      if (point) places[id] = { x: round(point.x + dx), y: round(point.y + dy) };
    }
    return Object.keys(places).length ? { ...state, layout: { ...state.layout, ...places } } : state;
  };
}

/** Puts nodes where a layout has them; others stay. */
export function place(places: Layout): Change {
  return (state) => {
    const layout: Record<string, Point> = { ...state.layout };
    for (const [id, point] of Object.entries(places)) {
      const old = layout[id];
      if (!nodeOf(state.document, id) || (old && old.x === point.x && old.y === point.y)) continue;
      layout[id] = { x: round(point.x), y: round(point.y) };
    }
    return { ...state, layout };
  };
}

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom";

/** All nodes have one size: their centres and far edges are aligned when their origins are. */
export function align(ids: readonly string[], to: Alignment): Change {
  return (state) => {
    const points = ids.map((id) => state.layout[id]).filter(Boolean);
    if (points.length < 2) return state;
    const axis = to === "left" || to === "center" || to === "right" ? "x" : "y";
    const values = points.map((point) => point[axis]);
    const least = Math.min(...values), most = Math.max(...values);
    const value = to === "left" || to === "top" ? least : to === "right" || to === "bottom" ? most : (least + most) / 2;
    return place(Object.fromEntries(
      ids.filter((id) => state.layout[id]).map((id) => [id, { ...state.layout[id], [axis]: value }]),
    ))(state);
  };
}

/** Spreads nodes evenly between the first and the last. */
export function distribute(ids: readonly string[], axis: "x" | "y"): Change {
  return (state) => {
    const sorted = ids.filter((id) => state.layout[id]).sort((a, b) => state.layout[a][axis] - state.layout[b][axis]);
    if (sorted.length < 3) return state;
    const first = state.layout[sorted[0]][axis], last = state.layout[sorted[sorted.length - 1]][axis];
    const gap = (last - first) / (sorted.length - 1);
    return place(Object.fromEntries(
      sorted.map((id, index) => [id, { ...state.layout[id], [axis]: first + gap * index }]),
    ))(state);
  };
}

/** Documents have whole numbers: what is dragged on a scaled canvas has not. */
function round(value: number): number {
  return Math.round(value);
}
