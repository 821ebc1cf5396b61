import { useAction, useQuery } from "../api/queries";
import type { WorkflowSummary } from "../api/types";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { deleteWorkflow } from "./actions";

interface Props {
  workflow: Pick<WorkflowSummary, "id" | "name" | "kind">;
  onClose(): void;
  onDeleted(): void;
}

/** Deletes a workflow after it has said what goes with it. */
export function DeleteWorkflowDialog({ workflow, onClose, onDeleted }: Props) {
  const details = useQuery("/api/workflows/{workflowId}/full", { path: { workflowId: workflow.id } });
  const remove = useAction(async () => {
    await deleteWorkflow(workflow.id);
    showToast("success", texts.workflows.deleted(workflow.name));
    onDeleted();
  });
  const full = details.value;
  return (
    <FormDialog
      title={texts.workflows.deleteTitle(workflow.name)}
      submit={texts.common.delete}
      onSubmit={() => void remove.run()}
      onClose={onClose}
      isBusy={remove.isBusy}
      error={remove.error}
      isIncomplete={!full && details.error === undefined}
      isDanger
    >
      {details.error !== undefined && <ErrorMessage error={details.error} />}
      {!full ? details.error === undefined && <Skeleton /> : (
        <div>
          <p>{texts.workflows.deleteHint}</p>
          <ul>
            <li>{texts.workflows.deleteVersions(full.versions.length)}</li>
            {full.deployments.length > 0 && <li>{texts.workflows.deleteDeployments(full.deployments.length)}</li>}
            {full.envVars.length > 0 && <li>{texts.workflows.deleteVariables(full.envVars.length)}</li>}
            {workflow.kind === "workflow" && <li>{texts.workflows.deleteRuns}</li>}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
