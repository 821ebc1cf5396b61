import { cache, useList, useQuery } from "../api/queries";
import type { Deployment } from "../api/types";
import { useSearch } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { ButtonLink } from "../components/Button";
import { DateTime } from "../components/DateTime";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { StatusBadge } from "../components/StatusBadge";
import { type Column, Table } from "../components/Table";
import { texts } from "../texts";
import { WorkflowPage } from "../workflows/WorkflowPage";
import { ActiveDeployments } from "./ActiveDeployments";
import { DeployForm } from "./DeployForm";
import { DeployProgressView } from "./DeployProgressView";
import { EffectiveVariables } from "./EffectiveVariables";
import "./deploy.css";

/** Deploys a version, and shows where the workflow is deployed. */
export default function DeployScreen({ params }: ScreenProps) {
  const path = { workflowId: params.workflowId };
  const workflow = useQuery("/api/workflows/{workflowId}/full", { path, query: {} });
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const history = useList("/api/workflows/{workflowId}/deployments", { path, query: { limit: 10 } });
  const [search, setSearch] = useSearch();
  const deployment = search.get("deployment");
  const error = workflow.error ?? connections.error;
  const isReady = workflow.value && connections.value;
  const refresh = () => cache.invalidate(`/api/workflows/${params.workflowId}`, "/api/workflows", "/api/deployments");
  return (
    <WorkflowPage workflowId={params.workflowId} name={workflow.value?.name ?? texts.deploy.title}>
      {error !== undefined && !isReady && <ErrorMessage error={error} onRetry={() => void workflow.refresh()} />}
      {!isReady && error === undefined && <SkeletonTable rows={4} />}
      {isReady && workflow.value!.versions.length === 0 && (
        <EmptyState
          icon="workflow"
          title={texts.deploy.noVersion}
          actions={
            <ButtonLink kind="primary" to={`/workflows/${params.workflowId}`}>{texts.deploy.toEditor}</ButtonLink>
          }
        >
          {texts.deploy.noVersionHint}
        </EmptyState>
      )}
      {isReady && connections.value!.data.length === 0 && (
        <EmptyState
          icon="settings"
          title={texts.deploy.noConnections}
          actions={<ButtonLink kind="primary" to="/settings/connections">{texts.deploy.toConnections}</ButtonLink>}
        >
          {texts.deploy.noConnectionsHint}
        </EmptyState>
      )}
      {isReady && workflow.value!.versions.length > 0 && connections.value!.data.length > 0 && (
        <>
          <DeployForm
            workflow={workflow.value!}
            connections={connections.value!.data}
            version={search.get("version")}
            onStarted={(id) => setSearch({ deployment: id })}
          />
          {deployment && (
            <DeployProgressView
              key={deployment}
              workflowId={params.workflowId}
              deploymentId={deployment}
              onEnd={refresh}
            />
          )}
          <ActiveDeployments workflow={workflow.value!} connections={connections.value!.data} />
          <EffectiveVariables workflow={workflow.value!} />
          {history.elements && history.elements.length > 0 && (
            <section aria-label={texts.deploy.history}>
              <h2 className="deploy-heading">{texts.deploy.history}</h2>
              <Table
                label={texts.deploy.history}
                rows={history.elements}
                rowKey={(row) => row.id}
                columns={columns(
                  (id) => connections.value!.data.find((one) => one.id === id)?.name,
                  (id) => workflow.value!.versions.find((one) => one.id === id)?.version,
                )}
              />
              <MoreButton list={history} />
            </section>
          )}
        </>
      )}
    </WorkflowPage>
  );
}

function columns(
  nameOf: (connectionId: string | null) => string | undefined,
  numberOf: (versionId: string | null) => number | undefined,
): Column<Deployment>[] {
  const text = texts.deploy;
  return [
    { title: text.started, kind: "main", cell: (row) => <DateTime time={row.createdAt} /> },
    { title: text.status, cell: (row) => <StatusBadge status={row.status} /> },
    { title: text.version, cell: (row) => numberOf(row.versionId) ?? "" },
    { title: text.connection, cell: (row) => nameOf(row.connectionId) ?? text.deletedConnection },
    { title: text.notes, cell: (row) => row.error?.message ?? row.notes.join(" ") },
  ];
}
