import { memo } from "react";
import { texts } from "../texts";
import { type Frame, pathOf, pointOn, type SceneEdge } from "./scene";

interface Props {
  frames: readonly Frame[];
  edges: readonly SceneEdge[];
  selectedEdge: string | null;
  activeFrame: string | undefined;
}

/** The containers and the edges, behind the nodes. */
export const EdgeLayer = memo(function EdgeLayer({ frames, edges, selectedEdge, activeFrame }: Props) {
  return (
    <svg className="edge-layer" width="1" height="1" aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0l8 4-8 4z" />
        </marker>
      </defs>
      {frames.map((frame) => <FrameShape key={frame.id} frame={frame} isActive={frame.id === activeFrame} />)}
      {edges.map((edge) => <EdgeShape key={edge.id} edge={edge} isSelected={edge.id === selectedEdge} />)}
    </svg>
  );
});

const FrameShape = memo(function FrameShape({ frame, isActive }: { frame: Frame; isActive: boolean }) {
  return (
    <g className={`frame frame-${frame.type} ${isActive ? "frame-active" : ""} ${frame.depth % 2 ? "frame-odd" : ""}`}>
      <rect className="frame-box" x={frame.x} y={frame.y} width={frame.width} height={frame.height} rx="12" />
      {frame.arms.map((arm, index) => (
        <g key={index} className={`arm arm-${arm.label}`}>
          <rect className="arm-box" x={arm.x} y={arm.y} width={arm.width} height={arm.height} rx="8" />
          <text x={arm.x + 10} y={arm.y + 16}>{shorten(armText(frame, arm.label), arm.width)}</text>
        </g>
      ))}
    </g>
  );
});

function armText(frame: Frame, label: string): string {
  return texts.editor.arms[`${frame.type}.${label}`] ?? label;
}

function shorten(text: string, width: number): string {
  const most = Math.max(4, Math.floor((width - 20) / 6.5));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const EdgeShape = memo(function EdgeShape({ edge, isSelected }: { edge: SceneEdge; isSelected: boolean }) {
  const path = pathOf(edge);
  const label = edge.label && pointOn(edge, 0.5);
  return (
    <g className={isSelected ? "edge edge-selected" : "edge"} data-edge={edge.id}>
      <path className="edge-hit" d={path} />
      <path className="edge-line" d={path} markerEnd="url(#arrow)" />
      {label && (
        <g transform={`translate(${label.x} ${label.y})`}>
          <rect
            className="edge-label-box"
            x={-edge.label!.length * 3.4 - 7}
            y="-10"
            width={edge.label!.length * 6.8 + 14}
            height="20"
            rx="10"
          />
          <text className="edge-label" textAnchor="middle" y="4">{edge.label}</text>
        </g>
      )}
    </g>
  );
});
