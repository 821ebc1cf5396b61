import { useState } from "react";
import { cache, useQuery } from "../api/queries";
import { Link } from "../app/Link";
import { navigate } from "../app/location";
import type { ScreenProps } from "../app/routes";
import { ButtonLink } from "../components/Button";
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
import { FunctionAddresses } from "./FunctionAddresses";
import { FunctionFacts } from "./FunctionFacts";
import { FunctionLogs } from "./FunctionLogs";
import { TryIt } from "./TryIt";

/** A function: where it answers, and how to call it. */
export default function FunctionScreen({ params }: ScreenProps) {
  const workflowId = params["workflowId"] ?? "";
  const overview = useQuery("/api/workflows/{workflowId}/full", { path: { workflowId } });
  const [action, setAction] = useState<WorkflowAction | null>(null);
  const full = overview.value;
  // What a request printed is there some time after its response.
  const refreshLogs = () => setTimeout(() => cache.invalidate(`/api/workflows/${workflowId}/deployments`), 500);
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
          <FunctionAddresses deployments={deployed} />
          {deployed[0] && (
            <section className="card">
              <h2>{texts.functions.tryIt}</h2>
              <TryIt key={deployed[0].id} workflowId={workflowId} deployment={deployed[0]} onSent={refreshLogs} />
            </section>
          )}
          {deployed.length > 0 && <FunctionLogs workflowId={workflowId} deployments={deployed} />}
          <FunctionFacts full={full} />
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
