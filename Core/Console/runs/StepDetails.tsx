import { useQuery } from "../api/queries";
import type { Run, RunStep } from "../api/types";
import { Link } from "../app/Link";
import { bytesText } from "../components/bytes";
import { JSONBlock } from "../components/CodeBlock";
import { DateTime } from "../components/DateTime";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { AttemptList } from "./AttemptList";
import { nodeLink } from "./nodeLink";
import { useNodeName } from "./useNodeName";

/** What a step had, what became of each attempt, and what it returned. */
export function StepDetails({ run, step }: { run: Run; step: RunStep }) {
  const number = step.number === undefined ? "" : String(step.number);
  const details = useQuery("/api/workflows/{workflowId}/runs/{runId}/steps/{step}", {
    path: { workflowId: run.workflowId, runId: run.id, step: number },
  }, { enabled: number !== "", version: `${step.startedAt} ${step.status} ${step.attempts}` });
  const input = details.value?.input;
  const node = useNodeName(run, step.nodeId);
  return (
    <div className="step-details">
      <dl className="facts">
        {step.nodeId && (
          <>
            <dt>{texts.runs.nodeLabel}</dt>
            <dd>
              {node} {step.error?.line !== undefined && <span>{texts.runs.line(step.error.line)}</span>}{" "}
              <Link to={nodeLink(run.workflowId, { ...step.error, nodeId: step.nodeId })}>{texts.runs.toEditor}</Link>
            </dd>
          </>
        )}
        <dt>{texts.runs.startedAt}</dt>
        <dd>
          <DateTime time={step.startedAt} />
        </dd>
        {step.endedAt && (
          <>
            <dt>{texts.runs.finishedAt}</dt>
            <dd>
              <DateTime time={step.endedAt} />
            </dd>
          </>
        )}
        {step.nextAttemptAt && (
          <>
            <dt>{texts.runs.nextAttempt}</dt>
            <dd>
              <DateTime time={step.nextAttemptAt} />
            </dd>
          </>
        )}
      </dl>
      {step.history && step.history.length > 0 && <AttemptList attempts={step.history} total={step.attempts} />}
      {details.error !== undefined && <ErrorMessage error={details.error} onRetry={() => void details.refresh()} />}
      {number !== "" && !details.value && details.error === undefined && <Skeleton lines={3} />}
      {details.value && (
        <>
          <h3>{texts.runs.input}</h3>
          {input === undefined
            ? <p className="muted">{texts.runs.noStepInput}</p>
            : Object.keys(input).length === 0
            ? <p className="muted">{texts.runs.emptyStepInput}</p>
            : <JSONBlock label={texts.runs.inputOf(step.name)} value={input} />}
          <h3>{texts.runs.output}</h3>
          {details.value.output !== undefined
            ? <JSONBlock label={texts.runs.outputOf(step.name)} value={details.value.output} />
            : (
              <p className="muted">
                {details.value.outputSize
                  ? texts.runs.largeOutput(bytesText(details.value.outputSize))
                  : step.endedAt === null
                  ? texts.runs.noStepOutput
                  : texts.runs.noStepValue}
              </p>
            )}
        </>
      )}
    </div>
  );
}
