import { type RefObject, useEffect, useState } from "react";
import { type Box, contains } from "./scene";
import type { Viewport } from "./Viewport";

interface Shown {
  /** What has elements: what is seen and some of what is around it. */
  readonly part: Box;
  /** From this far away everything is drawn as one picture. */
  readonly isOverview: boolean;
}

const overviewScale = 0.45;
/** How much around the seen part has elements, in parts of its size. */
const margin = 0.4;

/** Moves the world with the viewport, and tells when other parts of it need elements. */
export function useShownPart(
  viewport: Viewport,
  root: RefObject<HTMLElement>,
  world: RefObject<HTMLElement>,
  accepts: (event: MouseEvent | TouchEvent) => boolean,
): Shown {
  const [shown, setShown] = useState<Shown>({ part: { x: 0, y: 0, width: 0, height: 0 }, isOverview: false });
  useEffect(() => {
    let current = { part: { x: 0, y: 0, width: 0, height: 0 }, isOverview: false };
    const update = () => {
      const { x, y } = viewport.offset, k = viewport.scale;
      if (world.current) world.current.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      const isOverview = k < overviewScale;
      const seen = viewport.visible(), part = viewport.visible(margin);
      const isCovered = contains(current.part, seen) && current.part.width < 3 * part.width;
      if (isOverview === current.isOverview && (isOverview || isCovered)) return;
      setShown(current = { part, isOverview });
    };
    const detach = viewport.attach(root.current!, accepts);
    const stop = viewport.subscribe(update);
    const resized = new ResizeObserver(update);
    resized.observe(root.current!);
    update();
    return () => {
      detach();
      stop();
      resized.disconnect();
    };
  }, []);
  return shown;
}
