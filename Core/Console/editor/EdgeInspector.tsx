import { Button } from "../components/Button";
import { Field } from "../components/Field";
import { disconnect, labelEdge } from "../document/commands";
import { edgeLabels } from "../document/containers";
import { labelOf, nodeOf, type WorkflowEdge } from "../document/model";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

export function EdgeInspector({ edge }: { edge: WorkflowEdge }) {
  const { store } = useEditor();
  const { document } = store.state;
  const source = nodeOf(document, edge.source), target = nodeOf(document, edge.target);
  const labels = source ? edgeLabels(source) : [];
  return (
    <>
      <h2 className="inspector-title">{texts.editor.connection}</h2>
      <p className="inspector-way">
        <button type="button" className="link" onClick={() => store.select([edge.source])}>{source?.name}</button>
        {" → "}
        <button type="button" className="link" onClick={() => store.select([edge.target])}>{target?.name}</button>
      </p>
      {labels.length > 1 && (
        <Field label={texts.editor.connectionLabel}>
          <select
            className="input"
            value={labelOf(edge) ?? ""}
            onChange={(event) =>
              store.change(texts.editor.steps.label, labelEdge(edge.id, event.target.value || undefined))}
          >
            {labels.map((label) => (
              <option key={label ?? ""} value={label ?? ""}>{label ?? texts.editor.newArm}</option>
            ))}
          </select>
        </Field>
      )}
      <Button icon="trash" onClick={() => store.change(texts.editor.steps.disconnect, disconnect([edge.id]))}>
        {texts.editor.removeConnection}
      </Button>
    </>
  );
}
