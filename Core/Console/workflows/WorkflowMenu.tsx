import { useAction } from "../api/queries";
import type { WorkflowSummary } from "../api/types";
import { showToast } from "../app/showToast";
import { messageOf } from "../components/ErrorMessage";
import { Menu } from "../components/Menu";
import { texts } from "../texts";
import { exportWorkflow } from "./actions";
import type { WorkflowAction } from "./WorkflowDialogs";

interface Props {
  workflow: WorkflowSummary;
  onChoose(action: WorkflowAction): void;
}

/** What can be done with a workflow in a list. */
export function WorkflowMenu({ workflow, onChoose }: Props) {
  const save = useAction(async () => {
    try {
      await exportWorkflow(workflow.id);
    } catch (error) {
      showToast("error", messageOf(error));
    }
  });
  return (
    <Menu
      label={texts.workflows.actionsOf(workflow.name)}
      items={[
        { text: texts.workflows.duplicate, icon: "copy", onSelect: () => onChoose("duplicate") },
        { text: texts.workflows.move, icon: "external", onSelect: () => onChoose("move") },
        { text: texts.workflows.export, icon: "download", onSelect: () => void save.run() },
        { text: texts.common.delete, icon: "trash", isDanger: true, onSelect: () => onChoose("delete") },
      ]}
    />
  );
}
