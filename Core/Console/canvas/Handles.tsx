import { edgeLabels } from "../document/containers";
import { labelOf, type WorkflowDocument } from "../document/model";
import { texts } from "../texts";
import type { SceneNode } from "./scene";

interface Props {
  scene: SceneNode;
  document: WorkflowDocument;
  onPress(label: string | undefined, event: React.PointerEvent): void;
}

/** The ways out of a node: a press adds what runs next, dragging one to a node connects it. */
export function Handles({ scene, document, onPress }: Props) {
  const labels = edgeLabels(scene.node);
  const taken = new Set(document.edges.filter((edge) => edge.source === scene.id).map(labelOf));
  return (
    <div
      className="handles"
      style={{ transform: `translate(${scene.x}px, ${scene.y + scene.height}px)`, width: scene.width }}
    >
      {labels.map((label) => (
        <button
          key={label ?? ""}
          type="button"
          tabIndex={-1}
          className={taken.has(label) ? "handle handle-taken" : "handle"}
          title={texts.editor.handle(label)}
          onPointerDown={(event) => onPress(label, event)}
        >
          + {label ?? (labels.length > 1 ? texts.editor.newArm : "")}
        </button>
      ))}
    </div>
  );
}
