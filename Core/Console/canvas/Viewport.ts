import { event, select } from "d3-selection";
import { zoom, type ZoomBehavior, zoomIdentity, type ZoomTransform } from "d3-zoom";
import type { Box } from "./scene";

export const smallestScale = 0.05;
const largestScale = 2;
/** Names are easily read from this scale on. */
const readableScale = 0.7;
/** A larger document is first seen as a whole. */
const mostToRead = 60;

/** Where the canvas looks. It changes many times a second, so the view library is not asked: listeners are. */
export class Viewport {
  private transform: ZoomTransform = zoomIdentity;
  private element: HTMLElement | undefined;
  private readonly behavior: ZoomBehavior = zoom();
  private readonly listeners = new Set<(isMoving: boolean) => void>();

  /** - Parameter accepts: Whether a press begins to pan. */
  attach(element: HTMLElement, accepts: (event: MouseEvent | TouchEvent) => boolean): () => void {
    this.element = element;
    this.behavior.scaleExtent([smallestScale, largestScale])
      .filter(() => {
        const pressed = event as MouseEvent | WheelEvent | TouchEvent;
        return pressed.type === "wheel" || (pressed.type !== "dblclick" && accepts(pressed as MouseEvent));
      })
      .on("zoom", () => {
        this.transform = (event as { transform: ZoomTransform }).transform;
        this.notify(true);
      })
      .on("end", () => this.notify(false));
    select(element).call(this.behavior);
    return () => {
      select(element).on(".zoom", null);
      this.element = undefined;
    };
  }

  subscribe(listener: (isMoving: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private notify(isMoving: boolean) {
    for (const listener of this.listeners) listener(isMoving);
  }

  get scale(): number {
    return this.transform.k;
  }

  get offset(): { x: number; y: number } {
    return this.transform;
  }

  get size(): { width: number; height: number } {
    return { width: this.element?.clientWidth ?? 0, height: this.element?.clientHeight ?? 0 };
  }

  /** What is seen, in the coordinates of the document, and some of what is around it. */
  visible(margin = 0): Box {
    const { x, y, k } = this.transform, { width, height } = this.size;
    return {
      x: (-x - width * margin) / k,
      y: (-y - height * margin) / k,
      width: width * (1 + 2 * margin) / k,
      height: height * (1 + 2 * margin) / k,
    };
  }

  /** The place in the document below a place on the screen. */
  at(clientX: number, clientY: number): { x: number; y: number } {
    const box = this.element?.getBoundingClientRect();
    const { x, y, k } = this.transform;
    return { x: (clientX - (box?.left ?? 0) - x) / k, y: (clientY - (box?.top ?? 0) - y) / k };
  }

  fit(bounds: Box, most = 1): void {
    const { width, height } = this.size;
    if (width === 0 || height === 0) return;
    const padding = 56;
    const k = Math.max(
      smallestScale,
      Math.min(
        most,
        (width - 2 * padding) / Math.max(1, bounds.width),
        (height - 2 * padding) / Math.max(1, bounds.height),
      ),
    );
    this.lookAt(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, k);
  }

  /** The first look at a document: the whole of it, or its beginning where the whole could not be read. */
  open(bounds: Box, count: number): void {
    this.fit(bounds);
    if (this.scale >= readableScale || count > mostToRead) return;
    const x = bounds.x + bounds.width / 2;
    this.set(this.size.width / 2 - x * readableScale, 56 - bounds.y * readableScale, readableScale);
  }

  /** Puts a place of the document in the middle. */
  lookAt(x: number, y: number, k = this.transform.k): void {
    const { width, height } = this.size;
    this.set(width / 2 - x * k, height / 2 - y * k, k);
  }

  set(x: number, y: number, k: number): void {
    if (this.element) select(this.element).call(this.behavior.transform, zoomIdentity.translate(x, y).scale(k));
  }

  zoomBy(factor: number): void {
    if (this.element) select(this.element).call(this.behavior.scaleBy, factor);
  }

  panBy(x: number, y: number): void {
    if (this.element) select(this.element).call(this.behavior.translateBy, x / this.scale, y / this.scale);
  }

  /** Moves as little as is needed for a box to be seen. */
  reveal(box: Box): void {
    const seen = this.visible(-0.05);
    const dx = shift(seen.x, seen.width, box.x, box.width), dy = shift(seen.y, seen.height, box.y, box.height);
    if (dx !== 0 || dy !== 0) this.panBy(dx * this.scale, dy * this.scale);
  }
}

function shift(start: number, length: number, at: number, size: number): number {
  if (at < start) return start - at;
  return at + size > start + length ? start + length - at - size : 0;
}
