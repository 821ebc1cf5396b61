import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { WorkflowSummary } from "../api/types";
import { useAccount } from "../app/account";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { texts } from "../texts";

interface Props {
  workflow: Pick<WorkflowSummary, "id" | "name">;
  onClose(): void;
}

export function MoveDialog({ workflow, onClose }: Props) {
  const { project, projects } = useAccount();
  const others = projects.filter((one) => one.id !== project.id);
  const [target, setTarget] = useState(others[0]?.id ?? "");
  const move = useAction(async () => {
    const moved = await send("patch", "/api/workflows/{workflowId}/move", {
      path: { workflowId: workflow.id },
      body: { targetProjectId: target },
    });
    cache.invalidate("/api/workflows", "/api/runs");
    const name = others.find((one) => one.id === target)?.name ?? "";
    showToast("success", [texts.workflows.moved(name), ...moved.warnings].join(" "));
    onClose();
  });
  return (
    <FormDialog
      title={texts.workflows.moveTitle(workflow.name)}
      submit={texts.workflows.move}
      onSubmit={() => void move.run()}
      onClose={onClose}
      isBusy={move.isBusy}
      error={move.error}
      isIncomplete={!target}
    >
      {others.length === 0 ? <p>{texts.workflows.moveNone}</p> : (
        <Field label={texts.workflows.moveTo}>
          <select className="input" value={target} onChange={(event) => setTarget(event.target.value)}>
            {others.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </Field>
      )}
    </FormDialog>
  );
}
