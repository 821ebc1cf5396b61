import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { type Json, readJSON } from "../document/json";
import { texts } from "../texts";

interface Props {
  workflowId: string;
  connectionId: string;
  onClose(): void;
}

/** Starts a run with parameters. */
export function RunDialog({ workflowId, connectionId, onClose }: Props) {
  const [text, setText] = useState("{}");
  const params = read(text);
  const start = useAction(async () => {
    const path = { workflowId }, body = { connectionId, params };
    const run = await send("post", "/api/workflows/{workflowId}/trigger", { path, body });
    cache.invalidate("/api/runs", `/api/workflows/${workflowId}/runs`);
    onClose();
    showToast("success", texts.deploy.runStarted, {
      text: texts.deploy.showRun,
      run: () => navigate(`/workflows/${workflowId}/runs/${run.id}`),
    });
  });
  return (
    <FormDialog
      title={texts.deploy.run}
      submit={texts.deploy.run}
      isBusy={start.isBusy}
      error={start.error}
      isIncomplete={params === undefined}
      onClose={onClose}
      onSubmit={() => void start.run()}
    >
      <Field label={texts.deploy.params} error={params === undefined ? texts.deploy.paramsInvalid : undefined}>
        <textarea
          className="input input-code"
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

function read(text: string): Json | undefined {
  try {
    return readJSON(text);
  } catch {
    return undefined;
  }
}
