import { useQuery } from "../api/queries";
import type { Run } from "../api/types";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { pollDelay } from "./polling";
import { StepTimeline } from "./StepTimeline";

interface Props {
  run: Run;
  /** Whether the provider reports steps. */
  isReported: boolean;
  canRestartFrom: boolean;
}

/** The steps of a run, kept up to date until it has ended. */
export function RunSteps({ run, isReported, canRestartFrom }: Props) {
  const path = { workflowId: run.workflowId, runId: run.id };
  const steps = useQuery("/api/workflows/{workflowId}/runs/{runId}/steps", { path }, {
    enabled: isReported,
    refreshEvery: pollDelay(run, Date.now()),
    version: run.updatedAt,
  });
  if (!isReported) return <p className="muted">{texts.runs.stepsUnsupported}</p>;
  if (steps.error !== undefined) return <ErrorMessage error={steps.error} onRetry={() => void steps.refresh()} />;
  if (!steps.value) return <Skeleton lines={4} />;
  if (!steps.value.data.length) return <p className="muted">{texts.runs.noSteps}</p>;
  return <StepTimeline run={run} steps={steps.value.data} canRestartFrom={canRestartFrom} />;
}
