import { useState } from "react";
import type { Run, RunStep } from "../api/types";
import { Link } from "../app/Link";
import { Button } from "../components/Button";
import { DateTime } from "../components/DateTime";
import { texts } from "../texts";
import { SendEventDialog } from "./SendEventDialog";

interface Props {
  run: Run;
  wait: NonNullable<Run["waitingFor"]>;
  /** Those of the run that are known. */
  steps: readonly RunStep[] | undefined;
  /** Whether events can be sent to the run. */
  canSend: boolean;
}

/** What a run waits for, and the event to send if it is one. */
export function RunWait({ run, wait, steps, canSend }: Props) {
  const [isSending, setIsSending] = useState(false);
  const time = wait.nextAttemptAt ?? wait.until;
  // Of several rounds the last one.
  const failed = (steps ?? []).filter((step) => step.name === wait.step && step.error).pop();
  const what = texts.runs.waitingFor;
  return (
    <section className="card wait">
      <h2>
        {texts.runs.waiting}: {wait.step}
      </h2>
      <p>
        {wait.kind === "event" && what.event(wait.type ?? "")}
        {wait.kind === "sleep" && what.sleep}
        {wait.kind === "retry" && what.retry(wait.attempt ?? 0, wait.attempts ?? 0)}
        {wait.kind === "child" && what.child} {time && (
          <>
            {wait.nextAttemptAt ? texts.runs.nextAttempt : texts.runs.until}: <DateTime time={time} />.{" "}
          </>
        )}
        {wait.runId && wait.workflowId && (
          <Link to={`/workflows/${wait.workflowId}/runs/${wait.runId}`}>{texts.runs.childRun}</Link>
        )}
      </p>
      {wait.kind === "retry" && failed?.error && (
        <p className="wait-error">
          <strong>{failed.error.name}</strong>: {failed.error.message}
        </p>
      )}
      {wait.kind === "event" && canSend && (
        <div>
          <Button icon="upload" onClick={() => setIsSending(true)}>{texts.runs.sendEvent}</Button>
        </div>
      )}
      {isSending && <SendEventDialog run={run} onClose={() => setIsSending(false)} />}
    </section>
  );
}
