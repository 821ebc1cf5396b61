import { Field } from "../components/Field";
import { setMetadata } from "../document/commands";
import { texts } from "../texts";
import { useEditor, useHistory } from "./EditorContext";
import { ProblemNotes } from "./ProblemNotes";
import { TriggerFields } from "./TriggerFields";

/** What the document has besides its graph. */
export function WorkflowInspector() {
  const { store, problems } = useEditor();
  const { document } = useHistory(store).present;
  const set = (member: string, text: string | undefined) =>
    store.change(texts.editor.steps.workflow, setMetadata(member, text), `metadata.${member}`);
  const own = problems.filter((problem) => !problem.nodeId && !problem.pointer.startsWith("/trigger"));
  return (
    <>
      <h2 className="inspector-title">{texts.editor.workflow}</h2>
      <ProblemNotes problems={own} />
      <div className="form">
        <Field label={texts.editor.name}>
          <input
            className="input"
            type="text"
            autoComplete="off"
            value={String(document.metadata.name ?? "")}
            onChange={(event) => set("name", event.target.value)}
          />
        </Field>
        <Field label={texts.editor.description}>
          <textarea
            className="input"
            rows={3}
            value={String(document.metadata.description ?? "")}
            onChange={(event) => set("description", event.target.value || undefined)}
          />
        </Field>
        <TriggerFields />
      </div>
    </>
  );
}
