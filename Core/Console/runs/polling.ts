import type { RunSummary } from "../api/types";

type State = Pick<RunSummary, "status" | "createdAt">;

const final = new Set<RunSummary["status"]>(["complete", "errored", "terminated"]);

export function hasEnded(run: Pick<RunSummary, "status">): boolean {
  return final.has(run.status);
}

/** Milliseconds after which a run is loaded again: long runs change less often; `undefined` once it has ended. */
export function pollDelay(run: State, now: number): number | undefined {
  if (hasEnded(run)) return undefined;
  const age = now - Date.parse(run.createdAt);
  if (run.status === "paused" || age > 600_000) return 15_000;
  return age > 60_000 ? 5000 : 2000;
}

/** For a list: often while a run of it goes on, and seldom for new ones. */
export function listDelay(runs: readonly State[] | undefined): number {
  return runs?.some((run) => run.status === "running" || run.status === "queued") ? 5000 : 30_000;
}
