import { useState } from "react";
import type { DeployFailure, Deployment, DeployProgress } from "../api/types";
import { useEvents } from "../api/events";
import { CodeBlock } from "../components/CodeBlock";
import { Icon } from "../components/Icon";
import { texts } from "../texts";

interface Props {
  workflowId: string;
  deploymentId: string;
  onEnd(): void;
}

type Result = Deployment | DeployFailure;

/** The stages of a deploy, as they happen or happened. */
export function DeployProgressView({ workflowId, deploymentId, onEnd }: Props) {
  const [stages, setStages] = useState<readonly DeployProgress[]>([]);
  const [result, setResult] = useState<Result>();
  useEvents(
    "/api/workflows/{workflowId}/deployments/{deploymentId}/events",
    { workflowId, deploymentId },
    ["progress", "result"],
    (name, data) => {
      if (name === "progress") {
        const stage = data as DeployProgress;
        setStages((known) => [...known.filter((one) => one.stage !== stage.stage), stage]);
        return false;
      }
      setResult(data as Result);
      onEnd();
      return true;
    },
  );
  const last = stages[stages.length - 1];
  const hasFailed = result?.status === "failed";
  const percent = result && !hasFailed ? 100 : last?.progress ?? 0;
  return (
    <section className="card deploy-progress" aria-label={texts.deploy.progress}>
      <h2>{result ? hasFailed ? texts.statuses["failed"] : texts.deploy.succeeded : texts.deploy.running}</h2>
      <progress
        className={hasFailed ? "deploy-bar deploy-bar-failed" : "deploy-bar"}
        max={100}
        value={percent}
        aria-label={texts.deploy.progress}
      />
      <ol className="stages">
        {stages.filter((stage) => stage.stage !== "FAILED").map((stage, index, shown) => {
          const isLast = index === shown.length - 1;
          const state = !isLast || (result && !hasFailed) ? "done" : hasFailed ? "failed" : "running";
          return (
            <li key={stage.stage} className={`stage stage-${state}`}>
              {state === "running"
                ? <span className="spinner" aria-hidden="true" />
                : <Icon name={state === "done" ? "check" : "error"} />}
              <span>{stage.message}</span>
            </li>
          );
        })}
      </ol>
      <div aria-live="polite">{result && <DeployResult result={result} />}</div>
    </section>
  );
}

function DeployResult({ result }: { result: Result }) {
  if ("failedStage" in result) {
    return (
      <div className="error-message" role="alert">
        <Icon name="error" />
        <div className="error-message-body">
          <p>{texts.deploy.failed(result.failedStage)} {result.error.message}</p>
          {result.details.length > 0 && (
            <ul>{result.details.map((detail, index) => <li key={index}>{detail.message}</li>)}</ul>
          )}
          <p className="error-message-code">
            <code>{result.error.code}</code>
          </p>
        </div>
      </div>
    );
  }
  const deployment = result as Deployment;
  return (
    <>
      {deployment.error && <p className="note note-error">{deployment.error.message}</p>}
      {deployment.url && (
        <>
          <h3>{texts.deploy.address}</h3>
          <CodeBlock text={deployment.url} label={texts.deploy.address} />
        </>
      )}
      {deployment.notes.length > 0 && (
        <>
          <h3>{texts.deploy.notes}</h3>
          <ul>{deployment.notes.map((note) => <li key={note}>{note}</li>)}</ul>
        </>
      )}
    </>
  );
}
