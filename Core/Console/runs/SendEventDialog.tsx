import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { Run } from "../api/types";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { Field } from "../components/Field";
import { JSONField, parseJSON } from "../components/JSONField";
import { texts } from "../texts";

interface Props {
  run: Run;
  onClose(): void;
}

/** Sends an event to a run, by default the one that it waits for. */
export function SendEventDialog({ run, onClose }: Props) {
  const [type, setType] = useState(run.waitingFor?.type ?? "");
  const [text, setText] = useState("{}");
  const payload = parseJSON(text);
  const action = useAction(async () => {
    if (!payload) return;
    const path = { workflowId: run.workflowId, runId: run.id };
    const sent = await send("post", "/api/workflows/{workflowId}/runs/{runId}/events", {
      path,
      body: { type: type.trim(), payload: payload.value },
    });
    showToast(sent.warnings.length ? "info" : "success", [texts.runs.eventSent, ...sent.warnings].join(" "));
    cache.invalidate(`/api/workflows/${run.workflowId}/runs/${run.id}`);
    onClose();
  });
  return (
    <FormDialog
      title={texts.runs.sendEvent}
      submit={texts.runs.sendEvent}
      onSubmit={() => void action.run()}
      onClose={onClose}
      isBusy={action.isBusy}
      error={action.error}
      isIncomplete={!type.trim() || !payload}
    >
      <Field label={texts.runs.eventType} hint={texts.runs.eventTypeHint}>
        <input
          className="input"
          value={type}
          maxLength={100}
          autoFocus
          onChange={(event) => setType(event.target.value)}
        />
      </Field>
      <JSONField label={texts.runs.eventPayload} value={text} onChange={setText} />
    </FormDialog>
  );
}
