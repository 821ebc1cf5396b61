import type { RunSummary } from "../api/types";

/** Lists of runs, and what shows a workflow's last one; the run itself has a stream of its own. */
export function affectedByRun(run: Pick<RunSummary, "workflowId">): (path: string) => boolean {
  const paths = new Set(["/api/runs", "/api/workflows", `/api/workflows/${run.workflowId}/runs`]);
  return (path) => paths.has(path);
}

/** Whether an editor saves it while somebody types: lists follow it slowly. */
export function isOfEditor(changed: string): boolean {
  return /^\/api\/workflows\/[^/]+\/(draft|layout)$/.test(changed);
}

/** Everything below the collection that a path is in; of a workflow also what is deployed. */
export function affectedBy(changed: string): (path: string) => boolean {
  // Where nodes are drawn is nothing that others show; drafts are changed again and again while somebody types.
  if (isOfEditor(changed)) return (path) => path === "/api/workflows" && !changed.endsWith("/layout");
  const collection = changed.split("/").slice(0, 3).join("/");
  // Runs have events of their own.
  if (/^\/api\/workflows\/[^/]+\/(runs|trigger)/.test(changed)) return () => false;
  const prefixes = collection === "/api/workflows" ? [collection, "/api/deployments"] : [collection];
  if (collection === "/api/runs") {
    return (path) => path === collection || /^\/api\/workflows\/[^/]+\/runs$/.test(path);
  }
  return (path) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
