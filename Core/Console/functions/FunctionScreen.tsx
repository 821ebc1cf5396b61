import { useState } from "react";
import { useQuery } from "../api/queries";
import type { Deployment, WorkflowOverview } from "../api/types";
import { Link } from "../app/Link";
import { navigate } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { ButtonLink, IconButton } from "../components/Button";
import { copyText } from "../components/CodeBlock";
import { DateTime } from "../components/DateTime";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { texts } from "../texts";
import { DeleteWorkflowDialog } from "../workflows/DeleteWorkflowDialog";
import { DuplicateDialog } from "../workflows/DuplicateDialog";
import { MoveDialog } from "../workflows/MoveDialog";
import type { WorkflowAction } from "../workflows/WorkflowDialogs";
import { WorkflowMenu } from "../workflows/WorkflowMenu";
import { TryIt } from "./TryIt";

/** A function: where it answers, and how to call it. */
export default function FunctionScreen({ params }: ScreenProps) {
  const workflowId = params["workflowId"] ?? "";
  const overview = useQuery("/api/workflows/{workflowId}/full", { path: { workflowId } });
  const [action, setAction] = useState<WorkflowAction | null>(null);
  const full = overview.value;
  const deployed = full?.deployments.filter((one) => one.url !== null) ?? [];
  return (
    <Page
      title={full?.name ?? texts.functions.title}
      trail={<Link to="/functions">{texts.functions.title}</Link>}
      badge={full && <StatusBadge status={full.status} />}
      actions={full && (
        <>
          <ButtonLink to={`/workflows/${workflowId}`} icon="edit" kind="primary">{texts.functions.toEditor}</ButtonLink>
          <ButtonLink to={`/workflows/${workflowId}/deploy`}>{texts.functions.deploy}</ButtonLink>
          <WorkflowMenu workflow={full} onChoose={setAction} />
        </>
      )}
    >
      {overview.error !== undefined && <ErrorMessage error={overview.error} onRetry={() => void overview.refresh()} />}
      {!full ? overview.error === undefined && <Skeleton lines={8} /> : (
        <>
          {full.description && <p>{full.description}</p>}
          <Addresses deployments={deployed} />
          {deployed[0]?.url && <TryIt url={deployed[0].url} />}
          <Facts full={full} />
        </>
      )}
      {full && action === "duplicate" && <DuplicateDialog workflow={full} onClose={() => setAction(null)} />}
      {full && action === "move" && <MoveDialog workflow={full} onClose={() => setAction(null)} />}
      {full && action === "delete" && (
        <DeleteWorkflowDialog
          workflow={full}
          onClose={() => setAction(null)}
          onDeleted={() => navigate("/functions", { replace: true })}
        />
      )}
    </Page>
  );
}

function Addresses({ deployments }: { deployments: readonly Deployment[] }) {
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  if (!deployments.length) return <p className="muted">{texts.functions.notDeployed}</p>;
  return (
    <section className="card">
      <h2>{texts.functions.address}</h2>
      {deployments.map((deployment) => (
        <div key={deployment.id} className="address">
          <span className="muted">
            {connections.value?.data.find((one) => one.id === deployment.connectionId)?.name}
          </span>
          <a href={deployment.url ?? undefined} target="_blank" rel="noreferrer">{deployment.url}</a>
          <IconButton
            icon="copy"
            label={texts.functions.copyAddress}
            onClick={() => void copyText(deployment.url ?? "")}
          />
        </div>
      ))}
    </section>
  );
}

function Facts({ full }: { full: WorkflowOverview }) {
  const active = full.versions.find((one) => one.id === full.activeVersionId);
  return (
    <section className="card">
      <h2>{texts.functions.details}</h2>
      <dl className="facts">
        {active && (
          <>
            <dt>{texts.runs.versionLabel}</dt>
            <dd>
              <Link to={`/workflows/${full.id}/versions`}>{texts.runs.version(active.version)}</Link>
            </dd>
          </>
        )}
        <dt>{texts.workflows.updated}</dt>
        <dd>
          <DateTime time={full.updatedAt} />
        </dd>
        <dt>{texts.functions.variables}</dt>
        <dd>{full.envVars.map(({ name }) => name).join(", ") || texts.functions.noVariables}</dd>
      </dl>
    </section>
  );
}
