import { useQuery } from "../api/queries";
import type { Run } from "../api/types";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { LogLines } from "./LogLines";
import { pollDelay } from "./polling";

interface Props {
  run: Run;
  /** Whether the provider reports logs. */
  isReported: boolean;
}

/** The log of a run, kept up to date until it has ended. */
export function RunLogs({ run, isReported }: Props) {
  const path = { workflowId: run.workflowId, runId: run.id };
  const logs = useQuery("/api/workflows/{workflowId}/runs/{runId}/logs", { path }, {
    enabled: isReported,
    refreshEvery: pollDelay(run, Date.now()),
    version: run.updatedAt,
  });
  if (!isReported) return <p className="muted">{texts.runs.logsUnsupported}</p>;
  if (logs.error !== undefined) return <ErrorMessage error={logs.error} onRetry={() => void logs.refresh()} />;
  return logs.value ? <LogLines lines={logs.value.data} /> : <Skeleton lines={4} />;
}
