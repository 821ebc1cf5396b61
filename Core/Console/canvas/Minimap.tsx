import { type PointerEvent, useRef } from "react";
import { texts } from "../texts";
import { themeColors } from "./colors";
import { type OverviewState, paint } from "./overview";
import { type Box, type Scene, unionOf } from "./scene";
import { usePainting } from "./usePainting";
import type { Viewport } from "./Viewport";

interface Props {
  scene: Scene;
  viewport: Viewport;
  state: OverviewState;
}

/** The whole document, and the part of it that is seen; a press looks there. */
export function Minimap({ scene, viewport, state }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const transform = useRef({ x: 0, y: 0, k: 1 });
  usePainting(canvas, { scene, viewport, state }, (context, element) => {
    transform.current = drawMap(context, element, scene, viewport.visible(), state);
  });

  function go(event: PointerEvent<HTMLCanvasElement>) {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y, k } = transform.current;
    viewport.lookAt((event.clientX - box.left - x) / k, (event.clientY - box.top - y) / k);
  }

  return (
    <canvas
      ref={canvas}
      className="minimap"
      role="img"
      aria-label={texts.editor.minimap}
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}

function drawMap(
  context: CanvasRenderingContext2D,
  { clientWidth: width, clientHeight: height }: HTMLCanvasElement,
  scene: Scene,
  seen: Box,
  state: OverviewState,
) {
  const whole = unionOf([scene.bounds, seen])!;
  const k = Math.min((width - 12) / Math.max(1, whole.width), (height - 12) / Math.max(1, whole.height));
  const x = width / 2 - (whole.x + whole.width / 2) * k, y = height / 2 - (whole.y + whole.height / 2) * k;
  const colors = themeColors();
  paint(context, scene, { x, y, k }, whole, colors, state);
  context.strokeStyle = colors.accent;
  context.lineWidth = 1.5;
  context.strokeRect(x + seen.x * k, y + seen.y * k, seen.width * k, seen.height * k);
  return { x, y, k };
}
