import { memo } from "react";
import { texts } from "../texts";
import { TypeIcon } from "./typeIcons";

interface Props {
  id: string;
  name: string;
  type: string;
  /** What the type is called. */
  typeName: string;
  icon: string | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
  isSelected: boolean;
  /** How it is marked: its worst problem, its state in a run, or its change between versions. */
  mark: string | undefined;
}

/** A node on the canvas. */
export const NodeCard = memo(function NodeCard(props: Props) {
  const { id, name, mark } = props;
  const note = mark && texts.editor.marks[mark];
  return (
    <div
      id={`node-${id}`}
      className={`graph-node node-type-${props.type} ${mark ? `graph-mark-${mark}` : ""}`}
      data-node={id}
      role="option"
      aria-selected={props.isSelected}
      aria-label={[name, props.typeName, note].filter(Boolean).join(", ")}
      style={{ transform: `translate(${props.x}px, ${props.y}px)`, width: props.width, height: props.height }}
    >
      <TypeIcon type={props.type} icon={props.icon} />
      <span className="graph-node-text">
        <span className="graph-node-name">{name}</span>
        <span className="graph-node-type">{props.typeName}</span>
      </span>
      {note && <span className="graph-node-mark" title={note} />}
    </div>
  );
});
