import { useState } from "react";
import { Field } from "../components/Field";
import { setData } from "../document/commands";
import { isObject, readJSON, writeJSON } from "../document/json";
import type { WorkflowNode } from "../document/model";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";

/** The fields of a node whose type is not installed. */
export function DataField({ node }: { node: WorkflowNode }) {
  const { store } = useEditor();
  const [draft, setDraft] = useState<{ text: string; problem: string } | null>(null);
  function change(text: string) {
    try {
      const value = readJSON(text);
      if (!isObject(value)) throw new Error("an object is expected");
      setDraft(null);
      store.change(texts.editor.steps.field, setData(node.id, value), `${node.id}.data`);
    } catch (error) {
      setDraft({ text, problem: texts.editor.sourceInvalid((error as Error).message) });
    }
  }
  return (
    <Field label={texts.editor.data} error={draft?.problem}>
      <textarea
        className="input input-code"
        rows={10}
        spellCheck={false}
        value={draft?.text ?? writeJSON(node.data, 2)}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}
