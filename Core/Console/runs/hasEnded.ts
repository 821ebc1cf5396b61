import type { RunSummary } from "../api/types";

const final = new Set<RunSummary["status"]>(["complete", "errored", "terminated"]);

export function hasEnded(run: Pick<RunSummary, "status">): boolean {
  return final.has(run.status);
}
