import type { Run, RunStep } from "../api/types";
import { Link } from "../app/Link";
import { JSONBlock } from "../components/CodeBlock";
import { Button, IconButton } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { StatusBadge } from "../components/StatusBadge";
import { nodeOf } from "../document/model";
import { hasEnded } from "../runs/hasEnded";
import { RunWait } from "../runs/RunWait";
import { stepStatus } from "../runs/stepStatus";
import { texts } from "../texts";
import { useEditor } from "./EditorContext";
import "./tests.css";

/** What became of the last test run: its steps as they come, and its output or error at the end. */
export function TestPanel({ onOpen }: { onOpen(id: string): void }) {
  const { store, tests } = useEditor();
  const { run, error } = tests;
  if (!run && error === undefined) return null;
  const tested = tests.node === undefined ? undefined : nodeOf(store.state.document, tests.node);
  return (
    <section className="test-panel" aria-label={texts.editor.testRun}>
      <header className="test-head">
        <h2>{tested ? texts.editor.testUpTo(tested.name) : texts.editor.testRun}</h2>
        {run?.value && <StatusBadge status={run.value.status} />}
        {run?.value && (
          <Link to={`/workflows/${run.value.workflowId}/runs/${run.value.id}`}>{texts.editor.openRun}</Link>
        )}
        <span className="editor-space" />
        <IconButton icon="close" label={texts.editor.closeTest} onClick={tests.close} />
      </header>
      {error !== undefined && <ErrorMessage error={error} />}
      {run && run.error !== undefined && <ErrorMessage error={run.error} onRetry={() => void run.refresh()} />}
      {run && error === undefined &&
        (run.value ? <Result run={run.value} steps={run.steps} onOpen={onOpen} /> : <Skeleton />)}
    </section>
  );
}

interface ResultProps {
  run: Run;
  steps: readonly RunStep[] | undefined;
  onOpen(id: string): void;
}

function Result({ run, steps, onOpen }: ResultProps) {
  return (
    <div className="test-result">
      <ol className="test-steps" aria-label={texts.editor.testSteps}>
        {(steps ?? []).map((step, index) => (
          <li key={index}>
            <Button kind="quiet" disabled={!step.nodeId} onClick={() => step.nodeId && onOpen(step.nodeId)}>
              {step.name}
            </Button>
            <StatusBadge status={stepStatus(step)} />
          </li>
        ))}
      </ol>
      <div className="test-output">
        {run.error
          ? (
            <p role="alert">
              <strong>{run.error.name}</strong>: {run.error.message}
            </p>
          )
          : hasEnded(run)
          ? <JSONBlock label={texts.editor.testOutput} value={run.output} />
          : run.waitingFor
          ? <RunWait run={run} wait={run.waitingFor} steps={steps} canSend />
          : <p className="muted">{texts.editor.testGoesOn}</p>}
      </div>
    </div>
  );
}
