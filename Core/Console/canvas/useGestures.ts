import { useMemo, useRef, useState } from "react";
import { canConnect } from "../document/commands";
import type { Layout } from "../document/model";
import { nodeSize } from "../document/placement";
import type { CanvasProps } from "./Canvas";
import { boxBetween, clickDistance, dragOffset, type Gesture, type Place } from "./gestures";
import { overlaps, type SceneNode } from "./scene";
import type { Viewport } from "./Viewport";

type Press = React.PointerEvent | React.MouseEvent;

/** Dragging nodes, connecting them, and selecting several with a box. Panning is the viewport's. */
export function useGestures(props: CanvasProps, viewport: Viewport) {
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const [isFree, setIsFree] = useState(false);
  const current = useRef({ props, gesture });
  current.current = { props, gesture };

  const layout = useMemo<Layout>(() => {
    if (gesture?.kind !== "drag" || !gesture.hasMoved) return props.layout;
    const { x, y } = dragOffset(gesture, isFree);
    const moved = gesture.ids.flatMap((id) => {
      const point = props.layout[id];
      return point ? [[id, { x: point.x + x, y: point.y + y }]] : [];
    });
    return { ...props.layout, ...Object.fromEntries(moved) };
  }, [props.layout, gesture, isFree]);

  /** By its element or, from far away, by its place. */
  function nodeAt(event: Press): string | undefined {
    const id = (event.target as Element).closest<HTMLElement>("[data-node]")?.dataset["node"];
    if (id || !(event.target as Element).closest(".overview")) return id;
    const at = viewport.at(event.clientX, event.clientY);
    return nodeIn({ ...at, width: 0.1, height: 0.1 })[0];
  }

  function nodeIn(box: { x: number; y: number; width: number; height: number }): string[] {
    const places = current.current.props.layout;
    return Object.keys(places).filter((id) => overlaps({ ...places[id], ...nodeSize }, box));
  }

  /** Whether a press pans: one on the background does. */
  function accepts(event: MouseEvent | TouchEvent): boolean {
    // The handle that was pressed is gone when the browser's older event for the press comes.
    if (current.current.gesture) return false;
    const target = event.target as Element;
    if ("button" in event && event.button === 1) return true;
    if (event.shiftKey || ("button" in event && event.button !== 0)) return false;
    if (target.closest("[data-node], [data-edge], button")) return false;
    return !nodeAt(event as unknown as Press);
  }

  function onPointerDown(event: React.PointerEvent<HTMLElement>) {
    if (event.button !== 0 || (event.target as Element).closest("button")) return;
    event.currentTarget.focus({ preventScroll: true });
    const place = viewport.at(event.clientX, event.clientY);
    const id = nodeAt(event), { selection, edit } = props;
    const edge = (event.target as Element).closest<SVGElement>("[data-edge]")?.dataset["edge"];
    const adds = event.shiftKey || event.metaKey || event.ctrlKey;
    if (id) {
      const ids = adds ? toggled(selection, id) : selection.includes(id) ? selection : [id];
      props.onSelect(ids);
      if (edit && ids.includes(id)) begin(event, { kind: "drag", ids, start: place, now: place, hasMoved: false });
    } else if (edge) edit?.selectEdge(edge);
    else if (event.shiftKey) begin(event, { kind: "marquee", start: place, now: place });
    else {
      isOnBackground.current = true;
      pressed.current = { x: event.clientX, y: event.clientY };
    }
  }

  function connectFrom(node: SceneNode, label: string | undefined, event: React.PointerEvent) {
    if (event.button !== 0) return;
    event.stopPropagation();
    const start = { x: node.x + node.width / 2, y: node.y + node.height };
    const now = viewport.at(event.clientX, event.clientY);
    begin(event, { kind: "connect", source: node.id, label, start, now, target: undefined });
    pressed.current = { x: event.clientX, y: event.clientY };
  }

  const pressed = useRef<Place>({ x: 0, y: 0 });
  const isOnBackground = useRef(false);

  function begin(event: React.PointerEvent, next: Gesture) {
    const surface = (event.currentTarget as Element).closest<HTMLElement>(".canvas-surface");
    surface?.setPointerCapture(event.pointerId);
    pressed.current = { x: event.clientX, y: event.clientY };
    setGesture(next);
  }

  function isClick(event: React.PointerEvent): boolean {
    return Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) < clickDistance;
  }

  function onPointerMove(event: React.PointerEvent) {
    if (!gesture) return;
    const now = viewport.at(event.clientX, event.clientY);
    setIsFree(event.altKey);
    if (gesture.kind === "drag") setGesture({ ...gesture, now, hasMoved: gesture.hasMoved || !isClick(event) });
    else if (gesture.kind === "connect") setGesture({ ...gesture, now, target: targetAt(gesture, now) });
    else setGesture({ ...gesture, now });
  }

  function targetAt(connect: { source: string; label: string | undefined }, { x, y }: Place): string | undefined {
    return nodeIn({ x: x - 4, y: y - 4, width: 8, height: 8 })
      .find((id) => canConnect(props.document, connect.source, id, connect.label));
  }

  function onPointerUp(event: React.PointerEvent) {
    if (isOnBackground.current && isClick(event)) props.onSelect([]);
    isOnBackground.current = false;
    if (!gesture) return;
    setGesture(null);
    const now = viewport.at(event.clientX, event.clientY);
    if (gesture.kind === "drag") {
      const { x, y } = dragOffset({ start: gesture.start, now }, event.altKey);
      if (gesture.hasMoved) props.edit?.move(gesture.ids, x, y);
      else if (!event.shiftKey && !event.metaKey && !event.ctrlKey && props.selection.length > 1) {
        const id = nodeIn({ ...now, width: 1, height: 1 })[0];
        if (id) props.onSelect([id]);
      }
    } else if (gesture.kind === "marquee") {
      props.onSelect(nodeIn(boxBetween(gesture.start, now)));
    } else {
      const { source, label } = gesture;
      const target = targetAt(gesture, now);
      if (target) props.edit?.connect(source, target, label);
      else props.edit?.add({ after: { id: source, label }, ...(isClick(event) ? {} : { at: now }) });
    }
  }

  return {
    layout,
    gesture,
    nodeAt,
    accepts,
    onPointerDown,
    onPointerMove,
    onPointerUp,
    connectFrom,
    cancel: () => setGesture(null),
  };
}

function toggled(selection: readonly string[], id: string): readonly string[] {
  return selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id];
}
