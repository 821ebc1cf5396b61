import { useState } from "react";
import { cache, useAction } from "../api/queries";
import type { Connection, WorkflowOverview } from "../api/types";
import { Button } from "../components/Button";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { MissingVariables } from "./MissingVariables";
import { startDeploy } from "./startDeploy";
import { usePreview } from "./usePreview";

interface Props {
  workflow: WorkflowOverview;
  connections: readonly Connection[];
  /** The version that the address names. */
  version: string | null;
  onStarted(deploymentId: string): void;
}

/** Chooses what is deployed and where, and shows what that changes. */
export function DeployForm({ workflow, connections, version, onStarted }: Props) {
  const versions = workflow.versions;
  const [connectionId, setConnection] = useState(workflow.activeDeployment?.connectionId ?? connections[0].id);
  const [versionId, setVersion] = useState(version ?? versions[0].id);
  const [attempt, setAttempt] = useState(0);
  const preview = usePreview(workflow.id, connectionId, versionId, attempt);
  const deploy = useAction(async () => onStarted(await startDeploy(workflow.id, connectionId, versionId)));
  const { value } = preview;
  return (
    <>
      <section className="card form" aria-label={texts.deploy.title}>
        <div className="deploy-choices">
          <Field label={texts.deploy.connection}>
            <select
              className="input"
              value={connectionId}
              onChange={(event) => setConnection(event.target.value)}
            >
              {connections.map((one) => <option key={one.id} value={one.id}>{one.name} ({one.provider})</option>)}
            </select>
          </Field>
          <Field label={texts.deploy.version}>
            <select className="input" value={versionId} onChange={(event) => setVersion(event.target.value)}>
              {versions.map((one, index) => (
                <option key={one.id} value={one.id} disabled={one.locked}>
                  {index === 0 && !one.locked
                    ? texts.deploy.latestVersion(one.version)
                    : texts.deploy.olderVersion(one.version, one.locked)}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <div className="deploy-preview" aria-live="polite">
          {preview.isLoading && <Skeleton lines={2} />}
          {preview.isUnsupported && <p className="muted">{texts.deploy.previewUnsupported}</p>}
          {preview.error !== undefined && (
            <ErrorMessage
              error={preview.error}
              onRetry={() => setAttempt(attempt + 1)}
            />
          )}
          {value && (
            <>
              <p>
                {texts.deploy.previewService}: <code>{value.serviceName}</code>
              </p>
              {value.changes.length > 0
                ? (
                  <>
                    <p>{texts.deploy.previewChanges}</p>
                    <ul>{value.changes.map((change) => <li key={change}>{change}</li>)}</ul>
                  </>
                )
                : <p>{texts.deploy.previewNone}</p>}
              {value.notes.map((note) => <p key={note} className="note">{note}</p>)}
            </>
          )}
        </div>
        {deploy.error !== undefined && <ErrorMessage error={deploy.error} />}
        <div>
          <Button
            kind="primary"
            isBusy={deploy.isBusy}
            disabled={preview.missing.length > 0 || preview.isLoading}
            onClick={() => void deploy.run()}
          >
            {texts.deploy.deploy}
          </Button>
        </div>
      </section>
      {preview.missing.length > 0 && (
        <MissingVariables
          key={preview.missing.join()}
          workflowId={workflow.id}
          names={preview.missing}
          variables={workflow.envVars}
          onSaved={() => {
            cache.invalidate(`/api/workflows/${workflow.id}`);
            setAttempt(attempt + 1);
          }}
        />
      )}
    </>
  );
}
