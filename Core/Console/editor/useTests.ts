import { useMemo, useState } from "react";
import { send } from "../api/client";
import { useAction } from "../api/queries";
import type { RunStep } from "../api/types";
import { useAccount } from "../app/account";
import { showToast } from "../app/showToast";
import type { EditorStore } from "../document/EditorStore";
import { documentToSave } from "../document/open";
import { type Pins, PinStorage, pinsToSend, withoutPin, withPin } from "../document/pins";
import { texts } from "../texts";
import { type LiveRun, useRun } from "../runs/useRun";

/** Test runs of the document that is edited. */
export interface Tests {
  readonly pins: Pins;
  pin(id: string, value: unknown): void;
  unpin(id: string): void;
  /** @param node The node to run up to; the whole document without one. */
  start(node?: string): void;
  readonly isStarting: boolean;
  readonly error: unknown;
  /** The last one, as it goes on; `null` before the first. */
  readonly run: LiveRun | null;
  /** The node that it was run up to. */
  readonly node: string | undefined;
  /** The input of the next ones, as text. */
  readonly params: string;
  setParams(text: string): void;
  close(): void;
}

export function useTests(workflowId: string, store: EditorStore): Tests {
  const { user } = useAccount();
  const storage = useMemo(() => new PinStorage(localStorage, user.id), [user.id]);
  const [pins, setPins] = useState<Pins>(() => storage.read(workflowId));
  const [started, setStarted] = useState<{ runId: string; node: string | undefined } | null>(null);
  const [params, setParams] = useState("{}");
  const run = useRun({ workflowId, runId: started?.runId ?? "" }, started !== null);
  const action = useAction(async (node: string | undefined) => {
    const { document } = store.state;
    const run = await send("post", "/api/workflows/{workflowId}/test", {
      path: { workflowId },
      body: {
        document: documentToSave(store.state) as never,
        params: JSON.parse(params.trim() || "{}"),
        pins: pinsToSend(pins, document, node) as never,
        ...(node === undefined ? {} : { nodeId: node }),
      },
    });
    setStarted({ runId: run.id, node });
  });

  function keep(changed: Pins) {
    setPins(changed);
    if (!storage.write(workflowId, changed)) showToast("error", texts.editor.pinsNotKept);
  }
  return {
    pins,
    pin: (id, value) => keep(withPin(pins, id, value)),
    unpin: (id) => keep(withoutPin(pins, id)),
    start: (node) => void action.run(node),
    isStarting: action.isBusy,
    error: action.error,
    run: started === null ? null : run,
    node: started?.node,
    params,
    setParams,
    close: () => {
      setStarted(null);
      action.reset();
    },
  };
}

/** The last step of a node that has ended. */
export function lastStep(steps: readonly RunStep[] | undefined, node: string): RunStep | undefined {
  return steps?.filter((step) => step.nodeId === node && step.endedAt !== null).pop();
}
