import { useMemo, useState } from "react";
import { send } from "../api/client";
import { cache, useAction, useQuery } from "../api/queries";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import { Button, ButtonLink } from "../components/Button";
import { copyText } from "../components/CodeBlock";
import { Dialog, FormDialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Field } from "../components/Field";
import { parseJSON } from "../components/JSONField";
import { Skeleton } from "../components/Loading";
import type { Json } from "../document/json";
import { paramNames } from "../document/paramNames";
import { texts } from "../texts";
import { curlCommand } from "./curl";
import { ParamsField } from "./ParamsField";

interface Props {
  workflowId: string;
  title: string;
  /** The input of an earlier run, and where it ran. */
  params?: unknown;
  connectionId?: string | null;
  onClose(): void;
}

/** Starts a run with an input on a connection that the workflow is deployed to. */
export function StartRunDialog({ workflowId, title, params, connectionId = null, onClose }: Props) {
  const overview = useQuery("/api/workflows/{workflowId}/full", { path: { workflowId } });
  const connections = useQuery("/api/connections", { query: { limit: 100 } });
  const [text, setText] = useState(params === undefined || params === null ? "{}" : JSON.stringify(params, null, 2));
  const [chosen, setChosen] = useState(connectionId);
  const targets = overview.value?.deployments.flatMap((one) => one.connectionId ?? []) ?? [];
  const target = chosen !== null && targets.includes(chosen) ? chosen : targets[0];
  const json = parseJSON(text);
  const document = overview.value?.currentVersion?.ir;
  const names = useMemo(() => document ? paramNames(document as Json) : [], [document]);
  const start = useAction(async () => {
    if (!target || !json) return;
    const run = await send("post", "/api/workflows/{workflowId}/trigger", {
      path: { workflowId },
      body: { connectionId: target, params: json.value },
    });
    cache.invalidate("/api/runs", `/api/workflows/${workflowId}/runs`);
    if (run.warnings.length) showToast("info", run.warnings.join(" "));
    onClose();
    navigate(`/workflows/${workflowId}/runs/${run.id}`);
  });
  const nameOf = (id: string) => connections.value?.data.find((one) => one.id === id)?.name ?? id;

  if (overview.value === undefined) {
    return (
      <Dialog title={title} onClose={onClose}>
        {overview.error === undefined ? <Skeleton /> : <ErrorMessage error={overview.error} />}
      </Dialog>
    );
  }
  if (!target) {
    const footer = <ButtonLink to={`/workflows/${workflowId}/deploy`} kind="primary">{texts.runs.toDeploy}</ButtonLink>;
    return <Dialog title={title} onClose={onClose} footer={footer}>{texts.runs.notDeployed}</Dialog>;
  }
  return (
    <FormDialog
      title={title}
      submit={texts.runs.start}
      onSubmit={() => void start.run()}
      onClose={onClose}
      isBusy={start.isBusy}
      error={start.error}
      isIncomplete={!json}
    >
      <Field label={texts.runs.connection}>
        <select className="input" value={target} onChange={(event) => setChosen(event.target.value)}>
          {targets.map((id) => <option key={id} value={id}>{nameOf(id)}</option>)}
        </select>
      </Field>
      <ParamsField
        label={texts.runs.params}
        hint={texts.runs.paramsHint}
        value={text}
        names={names}
        onChange={setText}
      />
      <div>
        <Button
          kind="quiet"
          icon="copy"
          disabled={!json}
          onClick={() => json && void copyText(curlCommand(location.origin, workflowId, target, json.value))}
        >
          {texts.runs.copyCurl}
        </Button>
      </div>
    </FormDialog>
  );
}
