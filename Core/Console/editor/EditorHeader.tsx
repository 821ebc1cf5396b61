import { Button, IconButton } from "../components/Button";
import { TabChoice } from "../components/Tabs";
import type { History } from "../document/history";
import type { EditorStore } from "../document/EditorStore";
import { texts } from "../texts";
import { WorkflowTabs } from "../workflows/WorkflowTabs";
import type { Change } from "./useBase";

export type EditorView = "canvas" | "source" | "code";

interface Props {
  workflowId: string;
  name: string;
  version: number;
  store: EditorStore;
  history: History;
  change: Change;
  /** Whether the server has the draft as it is; `waiting` until somebody has chosen between two. */
  draft: "saved" | "unsent" | "waiting";
  view: EditorView;
  onView(view: EditorView): void;
  onAdd(): void;
  onArrange(): void;
  onHelp(): void;
  isTesting: boolean;
  onTest(): void;
  onSave(): void;
  onDiscard(): void;
}

export function EditorHeader(props: Props) {
  const { store, history, change } = props;
  const views: { value: EditorView; text: string }[] = [
    { value: "canvas", text: texts.editor.viewCanvas },
    { value: "source", text: texts.editor.viewSource },
    { value: "code", text: texts.editor.viewCode },
  ];
  const status = change === "document"
    ? texts.editor.unsaved
    : change === "layout"
    ? texts.editor.moved
    : props.version > 0
    ? texts.editor.saved
    : "";
  return (
    <header className="editor-header">
      <div className="editor-title">
        <h1>{props.name}</h1>
        {props.version > 0 && <span className="muted">v{props.version}</span>}
        <span className={`editor-status editor-status-${change}`} role="status">{status}</span>
        {change !== "none" && (
          <span className="editor-draft">
            {texts.editor.drafts[props.draft]}
          </span>
        )}
        <WorkflowTabs workflowId={props.workflowId} />
      </div>
      <div className="editor-tools">
        <IconButton
          icon="undo"
          label={texts.editor.undo(history.steps[history.position - 1]?.label)}
          disabled={history.position === 0}
          onClick={() => store.undo()}
        />
        <IconButton
          icon="redo"
          label={texts.editor.redo(history.steps[history.position]?.label)}
          disabled={history.position === history.steps.length}
          onClick={() => store.redo()}
        />
        <IconButton icon="arrange" label={texts.editor.arrange} onClick={props.onArrange} />
        <Button icon="add" onClick={props.onAdd}>{texts.editor.add}</Button>
        <TabChoice label={texts.editor.views} value={props.view} choices={views} onChange={props.onView} />
        <span className="editor-space" />
        <IconButton icon="help" label={texts.editor.keys} onClick={props.onHelp} />
        {change !== "none" && props.version > 0 && (
          <Button kind="quiet" onClick={props.onDiscard}>{texts.editor.discard}</Button>
        )}
        <Button
          icon="play"
          isBusy={props.isTesting}
          disabled={history.present.document.nodes.length === 0}
          onClick={props.onTest}
        >
          {texts.editor.test}
        </Button>
        <Button kind="primary" disabled={change === "none"} onClick={props.onSave}>{texts.editor.save}</Button>
      </div>
    </header>
  );
}
