import { useMemo, useState } from "react";
import { send } from "../api/client";
import { useAction } from "../api/queries";
import type { Connection, RunStep, WorkflowOverview } from "../api/types";
import { useAccount } from "../app/account";
import { showToast } from "../app/showToast";
import type { EditorStore } from "../document/EditorStore";
import { documentToSave } from "../document/open";
import { type Pins, PinStorage, pinsToSend, withoutPin, withPin } from "../document/pins";
import { type TestChoices, TestChoiceStorage, testConnection } from "../document/testChoices";
import { texts } from "../texts";
import { type LiveRun, useRun } from "../runs/useRun";
import { useTestConnections } from "./useTestConnections";

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
  readonly choices: TestChoices;
  choose(changed: Partial<TestChoices>): void;
  /** Those that run tests. */
  readonly connections: readonly Connection[];
  /** Where the next one runs; `undefined` if it has to be chosen. */
  readonly connectionId: string | undefined;
  /** The test whose input and place are asked for. */
  readonly asked: { readonly node: string | undefined } | null;
  /** Asks for the input of a test, and where it runs. */
  ask(node?: string): void;
  stopAsking(): void;
  close(): void;
}

export function useTests(workflow: WorkflowOverview, store: EditorStore): Tests {
  const workflowId = workflow.id;
  const { user } = useAccount();
  const storage = useMemo(() => new PinStorage(localStorage, user.id), [user.id]);
  const kept = useMemo(() => new TestChoiceStorage(localStorage, user.id), [user.id]);
  const [pins, setPins] = useState<Pins>(() => storage.read(workflowId));
  const [choices, setChoices] = useState<TestChoices>(() => kept.read(workflowId));
  const [asked, setAsked] = useState<Tests["asked"]>(null);
  const [started, setStarted] = useState<{ runId: string; node: string | undefined } | null>(null);
  const [params, setParams] = useState("{}");
  const known = useTestConnections();
  const connections = known ?? [];
  const connectionId = testConnection(
    connections.map((one) => one.id),
    workflow.deployments.map((one) => one.connectionId),
    choices.connectionId,
  );
  const run = useRun({ workflowId, runId: started?.runId ?? "" }, started !== null);
  const action = useAction(async (node: string | undefined) => {
    const { document } = store.state;
    const run = await send("post", "/api/workflows/{workflowId}/test", {
      path: { workflowId },
      body: {
        document: documentToSave(store.state) as never,
        params: JSON.parse(params.trim() || "{}"),
        pins: pinsToSend(pins, document, node) as never,
        skipSleeps: choices.skipsSleeps,
        ...(node === undefined ? {} : { nodeId: node }),
        ...(connectionId === undefined ? {} : { connectionId }),
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
    start: (node) => {
      if (connections.length > 1 && connectionId === undefined) return setAsked({ node });
      void action.run(node);
    },
    isStarting: action.isBusy,
    error: action.error,
    run: started === null ? null : run,
    node: started?.node,
    params,
    setParams,
    choices,
    choose: (changed) => {
      const next = { ...choices, ...changed };
      setChoices(next);
      kept.write(workflowId, next);
    },
    connections,
    connectionId,
    asked,
    ask: (node) => setAsked({ node }),
    stopAsking: () => setAsked(null),
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
