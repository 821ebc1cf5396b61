import type { WorkflowSummary } from "../api/types";
import { DeleteWorkflowDialog } from "./DeleteWorkflowDialog";
import { DuplicateDialog } from "./DuplicateDialog";
import { MoveDialog } from "./MoveDialog";

export type WorkflowAction = "duplicate" | "move" | "delete";

interface Props {
  action: WorkflowAction;
  workflow: Pick<WorkflowSummary, "id" | "name" | "kind">;
  onClose(): void;
}

/** The dialog of an action. */
export function WorkflowDialogs({ action, workflow, onClose }: Props) {
  switch (action) {
    case "duplicate":
      return <DuplicateDialog workflow={workflow} onClose={onClose} />;
    case "move":
      return <MoveDialog workflow={workflow} onClose={onClose} />;
    case "delete":
      return <DeleteWorkflowDialog workflow={workflow} onClose={onClose} onDeleted={onClose} />;
  }
}
