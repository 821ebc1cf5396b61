import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction, useList, useQuery } from "../api/queries";
import type { VersionSummary } from "../api/types";
import { navigate } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { showToast } from "../app/showToast";
import { ButtonLink } from "../components/Button";
import { FormDialog } from "../components/Dialog";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { SkeletonTable } from "../components/Loading";
import { MoreButton } from "../components/MoreButton";
import { texts } from "../texts";
import { WorkflowPage } from "../workflows/WorkflowPage";
import { Comparison } from "./Comparison";
import { VersionTable } from "./VersionTable";
import "./versions.css";

type Asks = { action: "revert" | "delete"; version: VersionSummary };

/** The versions of a workflow, how they differ, and where they are deployed. */
export default function VersionsScreen({ params }: ScreenProps) {
  const path = { workflowId: params.workflowId };
  const workflow = useQuery("/api/workflows/{workflowId}/full", { path, query: {} });
  const list = useList("/api/workflows/{workflowId}/versions", { path, query: {} });
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const [asks, setAsks] = useState<Asks | null>(null);
  const versions = list.elements;
  const refresh = () => cache.invalidate(`/api/workflows/${params.workflowId}`, "/api/workflows");

  const run = useAction(async ({ action, version }: Asks) => {
    const at = { path: { ...path, versionId: version.id } };
    if (action === "delete") {
      await send("delete", "/api/workflows/{workflowId}/versions/{versionId}", at);
      showToast("success", texts.versions.deletedVersion(version.version));
    } else {
      const made = await send("post", "/api/workflows/{workflowId}/versions/{versionId}/revert", at as never);
      showToast("success", texts.versions.reverted((made as { version: number }).version));
    }
    setAsks(null);
    refresh();
  });
  const lock = useAction(async (version: VersionSummary) => {
    const at = { path: { ...path, versionId: version.id }, body: { locked: !version.locked } };
    await send("patch", "/api/workflows/{workflowId}/versions/{versionId}", at);
    refresh();
  });
  const error = list.error ?? workflow.error;
  return (
    <WorkflowPage workflowId={params.workflowId} name={workflow.value?.name ?? texts.versions.title}>
      {error !== undefined && <ErrorMessage error={error} onRetry={() => void list.refresh()} />}
      {lock.error !== undefined && <ErrorMessage error={lock.error} />}
      {!versions && error === undefined && <SkeletonTable />}
      {versions?.length === 0 && (
        <EmptyState
          icon="workflow"
          title={texts.versions.empty}
          actions={
            <ButtonLink kind="primary" to={`/workflows/${params.workflowId}`}>{texts.versions.toEditor}</ButtonLink>
          }
        >
          {texts.versions.emptyHint}
        </EmptyState>
      )}
      {versions && versions.length > 0 && (
        <>
          <VersionTable
            versions={versions}
            deployments={workflow.value?.deployments ?? []}
            connections={connections.value?.data ?? []}
            onLock={(version) => void lock.run(version)}
            onAsk={(action, version) => {
              run.reset();
              setAsks({ action, version });
            }}
            onDeploy={(version) => navigate(`/workflows/${params.workflowId}/deploy?version=${version.id}`)}
          />
          <MoreButton list={list} />
          <Comparison workflowId={params.workflowId} versions={versions} />
        </>
      )}
      {asks && (
        <FormDialog
          title={asks.action === "delete"
            ? texts.versions.deleteTitle(asks.version.version)
            : texts.versions.revertTitle(asks.version.version)}
          submit={asks.action === "delete" ? texts.versions.delete : texts.versions.revert}
          isDanger={asks.action === "delete"}
          isBusy={run.isBusy}
          error={run.error}
          onClose={() => setAsks(null)}
          onSubmit={() => void run.run(asks)}
        >
          <p>{asks.action === "delete" ? texts.versions.deleteHint : texts.versions.revertHint}</p>
        </FormDialog>
      )}
    </WorkflowPage>
  );
}
