import { useRef } from "react";
import { themeColors } from "./colors";
import { type OverviewState, paint } from "./overview";
import type { Scene } from "./scene";
import { usePainting } from "./usePainting";
import type { Viewport } from "./Viewport";

interface Props {
  scene: Scene;
  viewport: Viewport;
  state: OverviewState;
}

/** The scene from far away, drawn anew for each frame: hundreds of elements would take longer. */
export function OverviewCanvas({ scene, viewport, state }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  usePainting(canvas, { scene, viewport, state }, (context) => {
    const { x, y } = viewport.offset;
    paint(context, scene, { x, y, k: viewport.scale }, viewport.visible(), themeColors(), state);
  });
  return <canvas ref={canvas} className="overview" aria-hidden="true" />;
}
