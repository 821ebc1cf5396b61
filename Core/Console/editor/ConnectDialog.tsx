import { useState } from "react";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { canConnect, connect } from "../document/commands";
import { edgeLabels } from "../document/containers";
import { nodeOf } from "../document/model";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

/** Connects a node to another without a pointer. */
export function ConnectDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { store } = useEditor();
  const { document } = store.state;
  const source = nodeOf(document, id);
  const labels = source ? edgeLabels(source) : [];
  const [label, setLabel] = useState(labels[0]);
  const targets = document.nodes.filter((node) => canConnect(document, id, node.id, label));
  const [target, setTarget] = useState("");
  const chosen = targets.some((node) => node.id === target) ? target : targets[0]?.id ?? "";
  return (
    <FormDialog
      title={texts.editor.connectFrom(source?.name ?? id)}
      submit={texts.editor.steps.connect}
      isIncomplete={!chosen}
      onClose={onClose}
      onSubmit={() => {
        store.change(texts.editor.steps.connect, connect(id, chosen, label));
        onClose();
      }}
    >
      {labels.length > 1 && (
        <Field label={texts.editor.connectionLabel}>
          <select className="input" value={label ?? ""} onChange={(event) => setLabel(event.target.value || undefined)}>
            {labels.map((one) => <option key={one ?? ""} value={one ?? ""}>{one ?? texts.editor.newArm}</option>)}
          </select>
        </Field>
      )}
      {targets.length === 0 ? <p>{texts.editor.connectNone}</p> : (
        <Field label={texts.editor.nodes}>
          <select className="input" value={chosen} onChange={(event) => setTarget(event.target.value)}>
            {targets.map((node) => <option key={node.id} value={node.id}>{node.name} ({node.id})</option>)}
          </select>
        </Field>
      )}
    </FormDialog>
  );
}
