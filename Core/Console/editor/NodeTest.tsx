import { useState } from "react";
import { useQuery } from "../api/queries";
import type { Run, RunStep } from "../api/types";
import { Button } from "../components/Button";
import { JSONBlock } from "../components/CodeBlock";
import { ErrorMessage } from "../components/ErrorMessage";
import { FormDialog } from "../components/Dialog";
import { JSONField, parseJSON } from "../components/JSONField";
import type { WorkflowNode } from "../document/model";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";
import { lastStep } from "./useTests";

/** Runs the workflow up to a node, and pins what the node returned. */
export function NodeTest({ node }: { node: WorkflowNode }) {
  const { tests } = useEditor();
  const [edits, setEdits] = useState(false);
  const isPinned = Object.keys(tests.pins).includes(node.id);
  const run = tests.run?.value;
  const step = lastStep(tests.run?.steps, node.id);
  return (
    <section className="node-test" aria-label={texts.editor.nodeTest}>
      <h3>{texts.editor.nodeTest}</h3>
      <div className="inspector-buttons">
        <Button icon="play" isBusy={tests.isStarting} onClick={() => tests.start(node.id)}>
          {texts.editor.runUpTo}
        </Button>
        <Button onClick={() => tests.ask(node.id)}>{texts.editor.testOptions}</Button>
        {node.type !== "break" && (
          <Button onClick={() => setEdits(true)}>{isPinned ? texts.editor.changePin : texts.editor.pinValue}</Button>
        )}
        {isPinned && <Button onClick={() => tests.unpin(node.id)}>{texts.editor.unpin}</Button>}
      </div>
      {isPinned
        ? (
          <>
            <p className="muted">{texts.editor.isPinned}</p>
            <JSONBlock label={texts.editor.pinned} value={tests.pins[node.id]} />
          </>
        )
        : run && step && <StepOutput run={run} step={step} onPin={(value) => tests.pin(node.id, value)} />}
      {edits && (
        <PinDialog
          value={tests.pins[node.id]}
          onClose={() => setEdits(false)}
          onPin={(value) => tests.pin(node.id, value)}
        />
      )}
    </section>
  );
}

/** What a node returned in the last test. */
function StepOutput({ run, step, onPin }: { run: Run; step: RunStep; onPin(value: unknown): void }) {
  const details = useQuery("/api/workflows/{workflowId}/runs/{runId}/steps/{step}", {
    path: { workflowId: run.workflowId, runId: run.id, step: String(step.number) },
  }, { version: `${step.startedAt} ${step.status}` });
  if (step.error && step.status === "failed") {
    return <p role="alert">{step.error.message}</p>;
  }
  if (details.error !== undefined) return <ErrorMessage error={details.error} />;
  const output = details.value?.output;
  if (output === undefined) return null;
  return (
    <>
      <JSONBlock label={texts.editor.lastOutput} value={output} />
      <Button onClick={() => onPin(output)}>{texts.editor.pinOutput}</Button>
    </>
  );
}

function PinDialog({ value, onClose, onPin }: { value: unknown; onClose(): void; onPin(value: unknown): void }) {
  const [text, setText] = useState(() => JSON.stringify(value ?? null, null, 2));
  const json = parseJSON(text);
  return (
    <FormDialog
      title={texts.editor.pinTitle}
      submit={texts.editor.pinValue}
      isIncomplete={!json}
      onClose={onClose}
      onSubmit={() => {
        onPin(json?.value ?? null);
        onClose();
      }}
    >
      <p>{texts.editor.pinHint}</p>
      <JSONField label={texts.editor.pinned} value={text} onChange={setText} />
    </FormDialog>
  );
}
