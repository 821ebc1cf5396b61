import { useEffect, useRef } from "react";
import { onThemeChange, themeColors } from "./colors";
import { type OverviewState, paint, prepare } from "./overview";
import type { Scene } from "./scene";
import type { Viewport } from "./Viewport";

interface Props {
  scene: Scene;
  viewport: Viewport;
  state: OverviewState;
}

/** The scene from far away, drawn anew for each frame: hundreds of elements would take longer. */
export function OverviewCanvas({ scene, viewport, state }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = 0;
      const context = canvas.current && prepare(canvas.current);
      if (!context) return;
      const { x, y } = viewport.offset;
      paint(context, scene, { x, y, k: viewport.scale }, viewport.visible(), themeColors(), state);
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(draw);
    };
    draw();
    const stop = viewport.subscribe(schedule), stopTheme = onThemeChange(schedule);
    return () => {
      stop();
      stopTheme();
      cancelAnimationFrame(frame);
    };
  }, [scene, viewport, state]);
  return <canvas ref={canvas} className="overview" aria-hidden="true" />;
}
