import { useState } from "react";
import { useQuery } from "../api/queries";
import type { Deployment } from "../api/types";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { FilterSelect } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { LogLines } from "../runs/LogLines";
import { texts } from "../texts";

interface Props {
  workflowId: string;
  /** At least one. */
  deployments: readonly Deployment[];
}

/** What a function printed and the requests that it answered lately, on one of the connections that it is deployed to. */
export function FunctionLogs({ workflowId, deployments }: Props) {
  const [chosen, setChosen] = useState("");
  const deployment = deployments.find((one) => one.id === chosen) ?? deployments[0];
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const providers = useQuery("/api/providers", { query: {} });
  const connectionOf = (id: string | null) => connections.value?.data.find((one) => one.id === id);
  const provider = providers.value?.data.find((one) => one.id === connectionOf(deployment.connectionId)?.provider);
  const isReported = provider?.capabilities.includes("serviceLogs") ?? false;
  const logs = useQuery("/api/workflows/{workflowId}/deployments/{deploymentId}/logs", {
    path: { workflowId, deploymentId: deployment.id },
  }, { enabled: isReported, refreshEvery: 30_000 });
  const isKnown = connections.value !== undefined && providers.value !== undefined;
  const failed = [connections, providers, logs].find((query) => query.error !== undefined);
  return (
    <section className="card recent-logs" aria-label={texts.functions.logs}>
      <div className="card-head">
        <h2>{texts.functions.logs}</h2>
        {deployments.length > 1 && (
          <FilterSelect
            label={texts.runs.connection}
            value={deployment.id}
            onChange={setChosen}
            options={deployments.map((one) => ({
              value: one.id,
              text: connectionOf(one.connectionId)?.name ?? one.id,
            }))}
          />
        )}
        {isReported && (
          <Button icon="refresh" kind="quiet" isBusy={logs.isLoading} onClick={() => void logs.refresh()}>
            {texts.functions.refreshLogs}
          </Button>
        )}
      </div>
      {failed
        ? <ErrorMessage error={failed.error} onRetry={() => void failed.refresh()} />
        : isKnown && !isReported
        ? <p className="muted">{texts.functions.logsUnsupported(provider?.name ?? texts.runs.provider)}</p>
        : logs.value
        ? logs.value.data.length > 0
          ? <LogLines lines={logs.value.data} />
          : <p className="muted">{texts.functions.noLogs}</p>
        : <Skeleton lines={4} />}
    </section>
  );
}
