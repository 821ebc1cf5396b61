import { useQuery } from "../api/queries";
import type { Run, RunStep } from "../api/types";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { LogLines } from "./LogLines";
import { hasEnded } from "./hasEnded";

interface Props {
  run: Run;
  steps: readonly RunStep[] | undefined;
  /** The name of the provider, if it does not report logs. */
  missingFrom: string | null;
}

/** The log of a run, kept up to date until it has ended. */
export function RunLogs({ run, steps, missingFrom }: Props) {
  const path = { workflowId: run.workflowId, runId: run.id };
  const logs = useQuery("/api/workflows/{workflowId}/runs/{runId}/logs", { path }, {
    enabled: missingFrom === null,
    // Steps print while they run; what is printed in between is seen with the next one.
    refreshEvery: hasEnded(run) || run.status === "waiting" || run.status === "paused" ? undefined : 5000,
    version: `${run.updatedAt} ${steps?.length} ${steps?.filter((step) => step.endedAt !== null).length}`,
  });
  if (missingFrom !== null) return <p className="muted">{texts.runs.logsUnsupported(missingFrom)}</p>;
  if (logs.error !== undefined) return <ErrorMessage error={logs.error} onRetry={() => void logs.refresh()} />;
  return logs.value ? <LogLines lines={logs.value.data} /> : <Skeleton lines={4} />;
}
