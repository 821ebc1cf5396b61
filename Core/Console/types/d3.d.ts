// The parts of d3-selection 1 and d3-zoom 1 that the console uses; Debian's packages have no declarations.
declare module "d3-selection" {
  export interface Selection {
    call(apply: unknown, ...args: unknown[]): Selection;
    on(name: string, listener: null): Selection;
  }
  /** The event that a listener is called for. */
  export const event: unknown;
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
    filter(accepts: () => boolean): ZoomBehavior;
    scaleExtent(extent: [number, number]): ZoomBehavior;
    on(name: string, listener: (() => void) | null): ZoomBehavior;
    transform: unknown;
    scaleBy: unknown;
    translateBy: unknown;
  }
  export function zoom(): ZoomBehavior;
  export const zoomIdentity: ZoomTransform;
}
