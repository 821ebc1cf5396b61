import { type PointerEvent, useEffect, useRef } from "react";
import { texts } from "../texts";
import { onThemeChange, themeColors } from "./colors";
import { type OverviewState, paint, prepare } from "./overview";
import { type Box, type Scene, unionOf } from "./scene";
import type { Viewport } from "./Viewport";

interface Props {
  scene: Scene;
  viewport: Viewport;
  state: OverviewState;
}

/** The whole document, and the part of it that is seen; a press looks there. */
export function Minimap({ scene, viewport, state }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useRef({ x: 0, y: 0, k: 1 });
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = 0;
      const context = canvas.current && prepare(canvas.current);
      if (context && canvas.current) look.current = drawMap(context, canvas.current, scene, viewport.visible(), state);
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(draw);
    };
    schedule();
    const stop = viewport.subscribe(schedule), stopTheme = onThemeChange(schedule);
    return () => {
      stop();
      stopTheme();
      cancelAnimationFrame(frame);
    };
  }, [scene, viewport, state]);

  function go(event: PointerEvent<HTMLCanvasElement>) {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y, k } = look.current;
    viewport.look((event.clientX - box.left - x) / k, (event.clientY - box.top - y) / k);
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
