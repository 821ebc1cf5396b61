import type { Run } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { Icon } from "../components/Icon";
import { texts } from "../texts";

/** Why a run failed, or what it waits for. */
export function RunState({ run }: { run: Run }) {
  if (run.error) return <Failure run={run} error={run.error} />;
  if (run.waitingFor) return <Wait wait={run.waitingFor} />;
  return null;
}

function Failure({ run, error }: { run: Run; error: NonNullable<Run["error"]> }) {
  return (
    <div className="error-message" role="alert">
      <Icon name="error" />
      <div className="error-message-body">
        <p>
          <strong>{error.name}</strong>: {error.message}
        </p>
        {error.nodeId && (
          <p>
            {texts.runs.node(error.nodeId)} ·{" "}
            <Link to={`/workflows/${run.workflowId}?node=${encodeURIComponent(error.nodeId)}`}>
              {texts.runs.toEditor}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

function Wait({ wait }: { wait: NonNullable<Run["waitingFor"]> }) {
  const time = wait.nextAttemptAt ?? wait.until;
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
    </section>
  );
}
