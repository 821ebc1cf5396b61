import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { MarketplaceChange, MarketplaceNode } from "../api/types";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Checkbox } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { ChangePlan } from "./ChangePlan";
import type { NodeAction } from "./nodeFacts";
import { useOnce } from "../api/useOnce";

interface Props {
  node: MarketplaceNode;
  action: NodeAction;
  /** Another version than the one that the action chooses by itself. */
  version?: string | undefined;
  onClose(): void;
}

/** Shows what a change of a node would do, and then does it. */
export function ChangeDialog({ node, action, version, onClose }: Props) {
  const text = texts.marketplace;
  const name = node.name ?? node.id;
  const [isForced, setIsForced] = useState(false);
  const plan = useOnce(() => change(node.id, action, version, { isPlan: true }));
  const isUsed = (plan.value?.workflows.length ?? 0) > 0;
  const needsForce = action === "uninstall" && isUsed;
  const run = useAction(async () => {
    const done = await change(node.id, action, version, { isPlan: false, isForced });
    cache.invalidate("/api/marketplace", "/api/nodes", "/api/plugins");
    showToast("success", doneText(done, name));
    onClose();
  });
  const titles: Record<NodeAction, string> = {
    install: text.installTitle(name),
    update: text.updateTitle(name),
    rollBack: text.rollBackTitle(name),
    uninstall: text.uninstallTitle(name),
  };
  const submits: Record<NodeAction, string> = {
    install: text.install,
    update: text.update,
    rollBack: text.rollBack,
    uninstall: text.uninstall,
  };
  return (
    <FormDialog
      title={titles[action]}
      submit={submits[action]}
      isDanger={action === "uninstall"}
      isIncomplete={!plan.value || (needsForce && !isForced)}
      isBusy={run.isBusy}
      error={run.error}
      onSubmit={() => void run.run()}
      onClose={onClose}
    >
      {plan.value
        ? <ChangePlan change={plan.value} action={action} />
        : plan.error !== undefined
        ? <ErrorMessage error={plan.error} onRetry={plan.retry} />
        : <Skeleton lines={3} />}
      {needsForce && <Checkbox label={text.force} checked={isForced} onChange={setIsForced} />}
    </FormDialog>
  );
}

interface Options {
  isPlan: boolean;
  isForced?: boolean;
}

function change(
  nodeId: string,
  action: NodeAction,
  version: string | undefined,
  { isPlan, isForced = false }: Options,
) {
  const query = { dryRun: isPlan };
  const body = { nodeId, ...(version === undefined ? {} : { version }) };
  switch (action) {
    case "install":
      return send("post", "/api/marketplace/install", { query, body });
    case "update":
      return send("post", "/api/marketplace/update", { query, body });
    case "rollBack":
      return send("post", "/api/marketplace/rollback", { query, body });
    case "uninstall":
      // A plan is of the forced change: the dialog shows what uses the node, and asks.
      return send("post", "/api/marketplace/uninstall", { query, body: { nodeId, force: isPlan || isForced } });
  }
}

function doneText(done: MarketplaceChange, name: string): string {
  const text = texts.marketplace;
  const version = done.version ?? "";
  switch (done.action) {
    case "install":
      return text.installed(name, version);
    case "update":
      return text.updated(name, version);
    case "rollback":
      return text.rolledBack(name, version);
    case "uninstall":
      return text.uninstalled(name);
  }
}
