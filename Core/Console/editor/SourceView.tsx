import { useEffect, useState } from "react";
import type { EditorStore } from "../document/EditorStore";
import { type Json, readJSON, writeJSON } from "../document/json";
import { documentToSave, layoutOf, openDocument } from "../document/open";
import type { EditorState } from "../document/model";
import { structureProblems } from "../document/structure";
import { texts } from "../texts";
import { CodeEditor } from "./CodeEditor";

/** The document as text, both ways: what is typed applies as soon as it has the form of a document. */
export function SourceView({ store, state }: { store: EditorStore; state: EditorState }) {
  const [draft, setDraft] = useState<{ text: string; problem: string; of: EditorState } | null>(null);
  const [applied, setApplied] = useState<{ text: string; document: EditorState["document"] } | null>(null);
  const isOwn = applied !== null && applied.document === state.document;
  const text = draft && draft.of === state
    ? draft.text
    : isOwn
    ? applied.text
    : writeJSON(documentToSave(state) as Json, 2);

  function change(next: string) {
    let value: Json;
    try {
      value = readJSON(next);
    } catch (error) {
      return setDraft({ text: next, problem: (error as Error).message, of: state });
    }
    const wrong = structureProblems(value)[0];
    const opened = openDocument(value);
    if (wrong || !opened) {
      return setDraft({ text: next, problem: `${wrong?.pointer} ${wrong?.message}`, of: state });
    }
    setDraft(null);
    setApplied({ text: next, document: opened.document });
    store.change(texts.editor.steps.source, () => ({
      document: opened.document,
      layout: layoutOf(opened.document),
      selection: [],
    }), "source");
  }
  useEffect(() => {
    if (draft && draft.of !== state) setDraft(null);
  }, [state]);

  return (
    <div className="source-view">
      <CodeEditor isTall mode="json" label={texts.editor.source} value={text} onChange={change} />
      {draft?.of === state && (
        <p className="note note-error source-problem" role="alert">{texts.editor.sourceInvalid(draft.problem)}</p>
      )}
    </div>
  );
}
