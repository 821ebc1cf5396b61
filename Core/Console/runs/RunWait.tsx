import type { Run } from "../api/types";
import { Link } from "../app/Link";
import { DateTime } from "../components/DateTime";
import { texts } from "../texts";

/** What a run waits for. */
export function RunWait({ wait }: { wait: NonNullable<Run["waitingFor"]> }) {
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
