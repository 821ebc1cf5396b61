import { useMemo, useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { type Json, readJSON } from "../document/json";
import { paramNames } from "../document/paramNames";
import { ParamsField } from "../runs/ParamsField";
import { texts } from "../texts";

interface Props {
  workflowId: string;
  connectionId: string;
  /** Whose input is asked for. */
  document: unknown;
  onClose(): void;
}

/** Starts a run with parameters. */
export function RunDialog({ workflowId, connectionId, document, onClose }: Props) {
  const [text, setText] = useState("{}");
  const names = useMemo(() => document ? paramNames(document as Json) : [], [document]);
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
      <ParamsField
        label={texts.deploy.params}
        hint={texts.runs.paramsHint}
        value={text}
        names={names}
        onChange={setText}
      />
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
