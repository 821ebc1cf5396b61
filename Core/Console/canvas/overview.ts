import type { Colors } from "./colors";
import { type Box, overlaps, type Scene } from "./scene";

export interface MapTransform {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface OverviewState {
  readonly selection: ReadonlySet<string>;
  readonly marks: ReadonlyMap<string, string>;
}

/** Names are drawn from this scale on: below it they cannot be read. */
const textScale = 0.3;

/** Draws a scene as a whole: what elements are too many for, and the small map. */
export function paint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  transform: MapTransform,
  seen: Box,
  colors: Colors,
  state: OverviewState,
) {
  const { x, y, k } = transform;
  context.save();
  context.translate(x, y);
  context.scale(k, k);
  const line = Math.max(1, 1 / k);
  context.lineWidth = line;
  for (const frame of scene.frames) {
    if (!overlaps(frame, seen)) continue;
    context.fillStyle = colors.frame;
    context.strokeStyle = colors.frameBorder;
    context.fillRect(frame.x, frame.y, frame.width, frame.height);
    context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  }
  context.strokeStyle = colors.line;
  context.beginPath();
  for (const edge of scene.edges) {
    if (!overlaps(edge.box, seen)) continue;
    context.moveTo(edge.from.x, edge.from.y);
    context.lineTo(edge.to.x, edge.to.y);
  }
  context.stroke();
  const hasText = k >= textScale;
  if (hasText) {
    context.font = "500 14px system-ui, sans-serif";
    context.textBaseline = "middle";
  }
  for (const node of scene.nodes) {
    if (!overlaps(node, seen)) continue;
    const mark = state.marks.get(node.id);
    const isSelected = state.selection.has(node.id);
    context.fillStyle = colors.node;
    context.fillRect(node.x, node.y, node.width, node.height);
    context.strokeStyle = isSelected ? colors.accent : mark ? colors.marks[mark] ?? colors.border : colors.border;
    context.lineWidth = isSelected || mark ? 3 * line : line;
    context.strokeRect(node.x, node.y, node.width, node.height);
    if (!hasText) continue;
    context.fillStyle = colors.text;
    const name = node.node.name;
    context.fillText(name.length > 22 ? `${name.slice(0, 21)}…` : name, node.x + 16, node.y + node.height / 2);
  }
  context.restore();
}

/** Makes a canvas as fine as the screen; the context draws in CSS pixels. */
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
