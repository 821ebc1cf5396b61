import { type RefObject, useEffect } from "react";
import { onThemeChange } from "./colors";
import { type OverviewState, prepare } from "./overview";
import type { Scene } from "./scene";
import type { Viewport } from "./Viewport";

/** Paints a canvas once a frame at most, when the scene, the viewport or the theme has changed. */
export function usePainting(
  canvas: RefObject<HTMLCanvasElement>,
  { scene, viewport, state }: { scene: Scene; viewport: Viewport; state: OverviewState },
  paint: (context: CanvasRenderingContext2D, canvas: HTMLCanvasElement) => void,
): void {
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = 0;
      const context = canvas.current && prepare(canvas.current);
      if (context && canvas.current) paint(context, canvas.current);
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
}
