/** What a press on the canvas began. Places are those of the document. */
export type Gesture =
  | { kind: "drag"; ids: readonly string[]; start: Place; now: Place; hasMoved: boolean }
  | { kind: "marquee"; start: Place; now: Place }
  | {
    kind: "connect";
    source: string;
    label: string | undefined;
    start: Place;
    now: Place;
    target: string | undefined;
  };

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Less than this is a click with an unsteady hand, in pixels of the screen. */
export const clickDistance = 4;

/** How far dragged nodes are from where they were, on a grid unless the reader holds Alt. */
export function dragOffset({ start, now }: { start: Place; now: Place }, isFree: boolean): Place {
  const step = isFree ? 1 : 10;
  return { x: Math.round((now.x - start.x) / step) * step, y: Math.round((now.y - start.y) / step) * step };
}

export function boxBetween(a: Place, b: Place) {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
