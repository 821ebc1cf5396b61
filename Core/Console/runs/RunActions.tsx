import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { Provider, Run } from "../api/types";
import { navigate } from "../app/location";
import { showToast } from "../app/showToast";
import { Button, ButtonLink } from "../components/Button";
import { copyText } from "../components/CodeBlock";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { messageOf } from "../components/ErrorMessage";
import { Menu } from "../components/Menu";
import { texts } from "../texts";
import { curlCommand } from "./curl";
import { hasEnded } from "./hasEnded";
import { SendEventDialog } from "./SendEventDialog";
import { StartRunDialog } from "./StartRunDialog";

type Opened = "terminate" | "restart" | "rerun" | "event" | "delete" | null;

interface Props {
  run: Run;
  /** Of the run's provider; `undefined` while it is unknown. */
  capabilities: Provider["capabilities"] | undefined;
}

/** What can be done with a run in its status. */
export function RunActions({ run, capabilities }: Props) {
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const path = { workflowId: run.workflowId, runId: run.id };
  const can = (capability: Provider["capabilities"][number]) => capabilities?.includes(capability) ?? true;
  const isOver = hasEnded(run);
  const pause = useAction(() => control("pause", path));
  const resume = useAction(() => control("resume", path));
  return (
    <>
      {!isOver && run.status !== "paused" && can("pause") && (
        <Button
          icon="pause"
          isBusy={pause.isBusy}
          onClick={() => void pause.run()}
        >
          {texts.runs.pause}
        </Button>
      )}
      {run.status === "paused" && can("resume") && (
        <Button
          icon="play"
          isBusy={resume.isBusy}
          onClick={() => void resume.run()}
        >
          {texts.runs.resume}
        </Button>
      )}
      {!isOver && can("terminate") && (
        <Button icon="stop" kind="danger" onClick={() => setOpened("terminate")}>{texts.runs.terminate}</Button>
      )}
      {run.test
        ? <ButtonLink to={`/workflows/${run.workflowId}`} icon="edit">{texts.runs.toEditorScreen}</ButtonLink>
        : (
          <Button icon="play" kind={isOver ? "primary" : "normal"} onClick={() => setOpened("rerun")}>
            {texts.runs.rerun}
          </Button>
        )}
      <Menu
        label={texts.runs.actions}
        items={[
          ...(can("restart")
            ? [{ text: texts.runs.restart, icon: "restart" as const, onSelect: () => setOpened("restart") }]
            : []),
          {
            text: texts.runs.sendEvent,
            icon: "upload",
            isDisabled: isOver || !can("sendEvent"),
            onSelect: () => setOpened("event"),
          },
          // A test runs what is not deployed.
          ...(run.test ? [] : [{
            text: texts.runs.copyCurl,
            icon: "copy" as const,
            onSelect: () =>
              void copyText(curlCommand(location.origin, run.workflowId, run.connectionId ?? "", run.params)),
          }]),
          {
            text: texts.runs.deleteRun,
            icon: "trash",
            isDanger: true,
            isDisabled: !isOver,
            onSelect: () => setOpened("delete"),
          },
        ]}
      />
      {opened === "terminate" && (
        <ConfirmDialog
          title={texts.runs.terminateTitle}
          submit={texts.runs.terminate}
          isDanger
          onClose={close}
          onConfirm={async () => {
            await send("post", "/api/workflows/{workflowId}/runs/{runId}/terminate", { path });
            refresh(path);
            close();
          }}
        >
          <p>{texts.runs.terminateHint}</p>
        </ConfirmDialog>
      )}
      {opened === "restart" && (
        <ConfirmDialog
          title={texts.runs.restartTitle}
          submit={texts.runs.restart}
          onClose={close}
          onConfirm={async () => {
            await send("post", "/api/workflows/{workflowId}/runs/{runId}/restart", { path, body: {} });
            refresh(path);
            close();
          }}
        >
          <p>{texts.runs.restartHint}</p>
        </ConfirmDialog>
      )}
      {opened === "delete" && (
        <ConfirmDialog
          title={texts.runs.deleteTitle}
          submit={texts.runs.deleteRun}
          isDanger
          onClose={close}
          onConfirm={async () => {
            await send("delete", "/api/workflows/{workflowId}/runs/{runId}", { path });
            cache.invalidate("/api/runs");
            showToast("success", texts.runs.deleted);
            navigate(`/workflows/${run.workflowId}/runs`, { replace: true });
          }}
        >
          <p>{texts.runs.deleteHint}</p>
        </ConfirmDialog>
      )}
      {opened === "event" && <SendEventDialog run={run} onClose={close} />}
      {opened === "rerun" && (
        <StartRunDialog
          workflowId={run.workflowId}
          title={texts.runs.rerunTitle}
          params={run.params}
          connectionId={run.connectionId}
          onClose={close}
        />
      )}
    </>
  );
}

type Path = { workflowId: string; runId: string };

/** Its errors are shown as messages: there is no form that they belong to. */
async function control(action: "pause" | "resume", path: Path): Promise<void> {
  try {
    await send("post", `/api/workflows/{workflowId}/runs/{runId}/${action}`, { path });
  } catch (error) {
    showToast("error", messageOf(error));
  }
  refresh(path);
}

export function refresh({ workflowId, runId }: Path): void {
  cache.invalidate("/api/runs", `/api/workflows/${workflowId}/runs/${runId}`, `/api/workflows/${workflowId}/runs`);
}
