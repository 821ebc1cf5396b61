import { forwardRef, type ReactNode, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { Layout, WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import { CanvasControls } from "./CanvasControls";
import { EdgeLayer } from "./EdgeLayer";
import { boxBetween } from "./gestures";
import { Handles } from "./Handles";
import { Minimap } from "./Minimap";
import { NodeCard } from "./NodeCard";
import { OverviewCanvas } from "./OverviewCanvas";
import { overlaps, pathOf, pointOn, sceneOf } from "./scene";
import { useGestures } from "./useGestures";
import { useShownPart } from "./useShownPart";
import { Viewport } from "./Viewport";
import "./canvas.css";

/** Where something is to be added: at a place, after a node or on an edge. */
export interface AddPlace {
  readonly at?: { x: number; y: number };
  readonly after?: { readonly id: string; readonly label: string | undefined };
  readonly edge?: string;
}

export interface TypeFacts {
  readonly name: string;
  readonly icon?: string | undefined;
}

export interface CanvasProps {
  document: WorkflowDocument;
  layout: Layout;
  selection: readonly string[];
  selectedEdge?: string | null;
  /** How nodes are marked: `error`, `warning`, `added`, `removed`, `changed`, `running`, `done`. */
  marks?: ReadonlyMap<string, string>;
  /** What the types of nodes are called, by id. */
  types?: ReadonlyMap<string, TypeFacts>;
  /** What starts a run, above the first node. */
  start?: string;
  label: string;
  onSelect(ids: readonly string[]): void;
  /** What a canvas that can be edited reports; without it nothing can be changed. */
  edit?: {
    selectEdge(id: string): void;
    move(ids: readonly string[], dx: number, dy: number): void;
    connect(source: string, target: string, label: string | undefined): void;
    add(place: AddPlace): void;
    open(id: string): void;
  };
  onKeyDown?(event: React.KeyboardEvent): void;
  /** Over the canvas: its tools. */
  children?: ReactNode;
}

export interface CanvasHandle {
  fit(): void;
  /** Brings a node into view. */
  reveal(id: string): void;
  focus(): void;
  /** The place in the middle of what is seen. */
  center(): { x: number; y: number };
  at(clientX: number, clientY: number): { x: number; y: number };
  readonly viewport: Viewport;
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** The graph of a document: panned and zoomed without the view library, drawn where it is seen. */
export const Canvas = forwardRef<CanvasHandle, CanvasProps>(function Canvas(props, handle) {
  const { document, selection, edit, marks = none, types = none } = props;
  const root = useRef<HTMLDivElement>(null), world = useRef<HTMLDivElement>(null);
  const [viewport] = useState(() => new Viewport());
  const [hovered, setHovered] = useState<{ node?: string; edge?: string }>({});
  const chosen = useMemo(() => new Set(selection), [selection]);
  const gestures = useGestures(props, viewport);
  const { layout, gesture } = gestures;
  const scene = useMemo(() => sceneOf(document, layout), [document, layout]);
  const latest = useRef(scene);
  latest.current = scene;
  const shown = useShownPart(viewport, root, world, gestures.accepts);
  const state = useMemo(() => ({ selection: chosen, marks }), [chosen, marks]);
  const fit = () => viewport.fit(latest.current.bounds);

  useEffect(() => viewport.open(latest.current.bounds, latest.current.nodes.length), []);
  useImperativeHandle(handle, () => ({
    fit,
    viewport,
    focus: () => root.current?.focus(),
    reveal: (id) => {
      const node = latest.current.nodes.find((one) => one.id === id);
      if (node) viewport.reveal(node);
    },
    center: () => {
      const { x, y, width, height } = viewport.visible();
      return { x: x + width / 2, y: y + height / 2 };
    },
    at: (x, y) => viewport.at(x, y),
  }));

  const nodes = shown.isOverview ? [] : scene.nodes.filter((node) => overlaps(node, shown.part));
  const frames = useMemo(
    () => shown.isOverview ? [] : scene.frames.filter((frame) => overlaps(frame, shown.part)),
    [scene, shown],
  );
  const edges = useMemo(
    () => shown.isOverview ? [] : scene.edges.filter((edge) => overlaps(edge.box, shown.part)),
    [scene, shown],
  );
  const active = !gesture && edit
    ? nodes.find((node) => node.id === (hovered.node ?? (selection.length === 1 ? selection[0] : undefined)))
    : undefined;
  const entry = nodes.find((node) => node.id === document.entryNodeId);
  const openEdge = !gesture && edit
    ? edges.find((edge) => edge.id === (hovered.edge ?? props.selectedEdge))
    : undefined;
  const plus = openEdge && pointOn(openEdge, openEdge.label ? 0.78 : 0.5);
  const current = selection[selection.length - 1];
  const hasCurrent = nodes.some((node) => node.id === current);

  return (
    <div className="canvas">
      <div
        ref={root}
        className={`canvas-surface ${gesture ? `canvas-${gesture.kind}` : ""}`}
        role="application"
        aria-label={props.label}
        aria-activedescendant={hasCurrent ? `node-${current}` : undefined}
        tabIndex={0}
        onKeyDown={props.onKeyDown}
        onPointerDown={gestures.onPointerDown}
        onPointerMove={(event) => {
          gestures.onPointerMove(event);
          if (gesture || shown.isOverview) return;
          const target = event.target as Element;
          if (target.closest(".handles, .edge-plus")) return;
          const node = target.closest<HTMLElement>("[data-node]")?.dataset["node"];
          const edge = target.closest<SVGElement>("[data-edge]")?.dataset["edge"];
          if (node !== hovered.node || edge !== hovered.edge) {
            setHovered({ ...(node ? { node } : {}), ...(edge ? { edge } : {}) });
          }
        }}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.cancel}
        onPointerLeave={() => setHovered({})}
        onDoubleClick={(event) => {
          const id = gestures.nodeAt(event);
          if (id) edit?.open(id);
          else if (!(event.target as Element).closest("button, [data-edge]")) {
            edit?.add({ at: viewport.at(event.clientX, event.clientY) });
          }
        }}
      >
        {shown.isOverview && <OverviewCanvas scene={scene} viewport={viewport} state={state} />}
        <div ref={world} className="canvas-world" hidden={shown.isOverview}>
          <EdgeLayer
            frames={frames}
            edges={edges}
            selectedEdge={props.selectedEdge ?? null}
            activeFrame={selection.length === 1 ? selection[0] : undefined}
          />
          {entry && props.start !== undefined && (
            <div
              className="canvas-start"
              style={{ transform: `translate(${entry.x}px, ${entry.y - 38}px)`, width: entry.width }}
            >
              <span>{props.start}</span>
            </div>
          )}
          <div role="listbox" aria-multiselectable="true" aria-label={texts.editor.nodes}>
            {nodes.map(({ id, node, x, y, width, height }) => (
              <NodeCard
                key={id}
                id={id}
                name={node.name}
                type={node.type}
                typeName={types.get(node.type)?.name ?? node.type}
                icon={types.get(node.type)?.icon}
                x={x}
                y={y}
                width={width}
                height={height}
                isSelected={chosen.has(id) || (gesture?.kind === "connect" && gesture.target === id)}
                mark={marks.get(id)}
              />
            ))}
          </div>
          {active && (
            <Handles
              scene={active}
              document={document}
              onPress={(label, event) => gestures.connectFrom(active, label, event)}
            />
          )}
          {plus && openEdge && (
            <button
              type="button"
              tabIndex={-1}
              className="edge-plus"
              title={texts.editor.addOnEdge}
              style={{ transform: `translate(${plus.x - 11}px, ${plus.y - 11}px)` }}
              onClick={() => edit?.add({ edge: openEdge.id })}
            >
              +
            </button>
          )}
          {gesture && gesture.kind !== "drag" && <GestureShape gesture={gesture} />}
        </div>
      </div>
      <CanvasControls viewport={viewport} onFit={fit} />
      <Minimap scene={scene} viewport={viewport} state={state} />
      {props.children}
    </div>
  );
});

function GestureShape(
  { gesture }: { gesture: { kind: string; start: { x: number; y: number }; now: { x: number; y: number } } },
) {
  const box = boxBetween(gesture.start, gesture.now);
  return (
    <svg className="edge-layer gesture" width="1" height="1" aria-hidden="true">
      {gesture.kind === "marquee"
        ? <rect className="marquee" {...box} />
        : <path className="edge-line" d={pathOf({ from: gesture.start, to: gesture.now } as never)} />}
    </svg>
  );
}
