// The parts of d3-selection 3 and d3-zoom 3 that the console uses; Debian's packages have no declarations.
declare module "d3-selection" {
  export interface Selection {
    call(apply: unknown, ...args: unknown[]): Selection;
    on(name: string, listener: null): Selection;
  }
  export function select(element: Element): Selection;
}

declare module "d3-zoom" {
  export interface ZoomTransform {
    readonly k: number;
    readonly x: number;
    readonly y: number;
    translate(x: number, y: number): ZoomTransform;
    scale(k: number): ZoomTransform;
  }
  export interface ZoomBehavior {
    filter(accepts: (event: MouseEvent | WheelEvent | TouchEvent) => boolean): ZoomBehavior;
    scaleExtent(extent: [number, number]): ZoomBehavior;
    on(
      name: string,
      listener: ((event: { transform: ZoomTransform; sourceEvent: Event | null }) => void) | null,
    ): ZoomBehavior;
    transform: unknown;
    scaleBy: unknown;
    translateBy: unknown;
  }
  export function zoom(): ZoomBehavior;
  export const zoomIdentity: ZoomTransform;
}
