import { useState } from "react";
import { send } from "../api/client";
import { cache, useAction } from "../api/queries";
import type { MarketplaceNode, NodeMigration } from "../api/types";
import { showToast } from "../app/showToast";
import { FormDialog } from "../components/Dialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { Checkbox } from "../components/Field";
import { Skeleton } from "../components/Loading";
import { texts } from "../texts";
import { useOnce } from "../api/useOnce";

/** Moves workflows to the installed version of a node: what would become of each is compiled first. */
export function MigrateDialog({ node, onClose }: { node: MarketplaceNode; onClose(): void }) {
  const text = texts.marketplace;
  const name = node.name ?? node.id;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const plan = useOnce(() => migrate(node.id, true));
  const moves = plan.value?.workflows ?? [];
  const chosen = moves.filter((move) => move.outcome === "moved" && !left.has(move.workflowId));
  const run = useAction(async () => {
    const result = await migrate(node.id, false, chosen.map((move) => move.workflowId));
    cache.invalidate("/api/workflows", "/api/marketplace");
    showToast("success", text.moved(result.workflows.filter((move) => move.outcome === "moved").length));
    onClose();
  });
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(left);
    if (isChosen) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <FormDialog
      title={text.migrateTitle(name, node.installation?.version ?? "")}
      submit={text.migrate}
      isIncomplete={chosen.length === 0}
      isBusy={run.isBusy}
      error={run.error}
      onSubmit={() => void run.run()}
      onClose={onClose}
    >
      {plan.value === undefined
        ? plan.error === undefined ? <Skeleton lines={3} /> : <ErrorMessage error={plan.error} onRetry={plan.retry} />
        : moves.length === 0
        ? <p className="muted">{text.migrateNone}</p>
        : (
          <>
            <p className="muted">{text.migrateHint}</p>
            <ul className="list-plain migrate-list">
              {moves.map((move) => (
                <li key={move.workflowId}>
                  <Checkbox
                    label={`${move.name} (${text.uses(move.fromVersions)})`}
                    checked={move.outcome === "moved" && !left.has(move.workflowId)}
                    disabled={move.outcome === "refused"}
                    onChange={(isChosen) => choose(move.workflowId, isChosen)}
                  />
                  {move.outcome === "refused" && <span className="badge badge-bad">{text.refused}</span>}
                  {move.problems.length > 0 && (
                    <ul className="migrate-problems">
                      {move.problems.map((problem, index) => <li key={index}>{problem.message}</li>)}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
    </FormDialog>
  );
}

function migrate(nodeId: string, dryRun: boolean, workflowIds?: string[]): Promise<NodeMigration> {
  return send("post", "/api/marketplace/migrate", {
    query: { dryRun },
    body: { nodeId, ...(workflowIds ? { workflowIds } : {}) },
  });
}
