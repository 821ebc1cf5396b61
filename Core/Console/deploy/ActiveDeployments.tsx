import { useState } from "react";
import { ApiError } from "../api/ApiError";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { Connection, Deployment, WorkflowOverview } from "../api/types";
import { showToast } from "../app/showToast";
import { Button } from "../components/Button";
import { CodeBlock } from "../components/CodeBlock";
import { DateTime } from "../components/DateTime";
import { FormDialog } from "../components/Dialog";
import { Checkbox } from "../components/Field";
import { TryItDialog } from "../functions/TryItDialog";
import { webhookRequest } from "../functions/webhook";
import { texts } from "../texts";
import { RunDialog } from "./RunDialog";

interface Props {
  workflow: WorkflowOverview;
  connections: readonly Connection[];
}

/** Where the workflow is deployed now. */
export function ActiveDeployments({ workflow, connections }: Props) {
  const [asks, setAsks] = useState<{ action: "takedown" | "run" | "request"; deployment: Deployment } | null>(null);
  const [isForced, setIsForced] = useState(false);
  const takeDown = useAction(async ({ connectionId }: Deployment) => {
    const path = { workflowId: workflow.id };
    const body = { connectionId: connectionId!, ...(isForced ? { force: true } : {}) };
    await send("post", "/api/workflows/{workflowId}/takedown", { path, body });
    showToast("success", texts.deploy.takenDown);
    cache.invalidate(`/api/workflows/${workflow.id}`, "/api/workflows", "/api/deployments");
    setAsks(null);
  });
  const webhook = webhookRequest(workflow.currentVersion?.ir);
  const providerOf = ({ connectionId }: Deployment) => connections.find((one) => one.id === connectionId)?.provider;
  const nameOf = ({ connectionId }: Deployment) =>
    connections.find((one) => one.id === connectionId)?.name ?? texts.deploy.deletedConnection;
  return (
    <section className="card" aria-label={texts.deploy.active}>
      <h2>{texts.deploy.active}</h2>
      {workflow.deployments.length === 0 && <p className="muted">{texts.deploy.noActive}</p>}
      {workflow.deployments.map((deployment) => {
        const version = workflow.versions.find((one) => one.id === deployment.versionId);
        const stale = workflow.staleDeployments.find((one) => one.deploymentId === deployment.id);
        return (
          <div key={deployment.id} className="deployment">
            <div className="deployment-head">
              <strong>{nameOf(deployment)}</strong>
              {version && <span className="badge badge-plain">{texts.versions.number(version.version)}</span>}
              <span className="muted">
                {deployment.serviceName} · <DateTime time={deployment.updatedAt} show="relative" />
              </span>
              <span className="deployment-actions">
                {workflow.kind === "workflow" && (
                  <Button
                    icon="play"
                    onClick={() => setAsks({ action: "run", deployment })}
                  >
                    {texts.deploy.run}
                  </Button>
                )}
                {workflow.kind === "workflow" && webhook && deployment.url && (
                  <Button onClick={() => setAsks({ action: "request", deployment })}>
                    {texts.functions.sendTitle}
                  </Button>
                )}
                <Button
                  onClick={() => {
                    takeDown.reset();
                    setIsForced(false);
                    setAsks({ action: "takedown", deployment });
                  }}
                >
                  {texts.deploy.takedown}
                </Button>
              </span>
            </div>
            {stale && (
              <p className="note note-warning">
                {texts.deploy.stale(stale.variables.map((variable) => variable.name).join(", "))}
              </p>
            )}
            {deployment.url && <CodeBlock text={deployment.url} label={texts.deploy.address} />}
          </div>
        );
      })}
      {asks?.action === "takedown" && (
        <FormDialog
          title={texts.deploy.takedownTitle(nameOf(asks.deployment))}
          submit={texts.deploy.takedown}
          isDanger
          isBusy={takeDown.isBusy}
          error={takeDown.error}
          onClose={() => setAsks(null)}
          onSubmit={() => void takeDown.run(asks.deployment)}
        >
          <p>{texts.deploy.takedownHint}</p>
          {(isForced || isRefusedBy(providerOf(asks.deployment), takeDown.error)) && (
            <Checkbox label={texts.deploy.force} checked={isForced} onChange={setIsForced} />
          )}
        </FormDialog>
      )}
      {asks?.action === "request" && webhook && (
        <TryItDialog
          workflowId={workflow.id}
          deployment={asks.deployment}
          request={webhook}
          onClose={() => setAsks(null)}
        />
      )}
      {asks?.action === "run" && asks.deployment.connectionId && (
        <RunDialog
          workflowId={workflow.id}
          connectionId={asks.deployment.connectionId}
          document={workflow.currentVersion?.ir}
          onClose={() => setAsks(null)}
        />
      )}
    </section>
  );
}

/** Whether the provider refuses because other programs use the service, or something else has changed it. */
function isRefusedBy(provider: string | undefined, error: unknown): boolean {
  // Codes of plugins begin with their names.
  return error instanceof ApiError && error.status === 409 && error.code.split(".")[0] === provider;
}
