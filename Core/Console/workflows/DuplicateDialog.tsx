import { useState } from "react";
import { useAction } from "../api/queries";
import type { WorkflowSummary } from "../api/types";
import { navigate } from "../app/location";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { texts } from "../texts";
import { duplicateWorkflow } from "./actions";

interface Props {
  workflow: Pick<WorkflowSummary, "id" | "name" | "kind">;
  onClose(): void;
}

export function DuplicateDialog({ workflow, onClose }: Props) {
  const [name, setName] = useState(texts.workflows.copyName(workflow.name));
  const duplicate = useAction(async () => {
    const copy = await duplicateWorkflow(workflow.id, name.trim());
    onClose();
    navigate(copy.kind === "script" ? `/functions/${copy.id}` : `/workflows/${copy.id}`);
  });
  return (
    <FormDialog
      title={texts.workflows.duplicateTitle(workflow.name)}
      submit={texts.workflows.duplicate}
      onSubmit={() => void duplicate.run()}
      onClose={onClose}
      isBusy={duplicate.isBusy}
      error={duplicate.error}
      isIncomplete={!name.trim()}
    >
      <Field label={texts.workflows.name} hint={texts.workflows.duplicateHint}>
        <input
          className="input"
          value={name}
          maxLength={256}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
