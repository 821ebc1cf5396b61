import { type Query, useQuery } from "../api/queries";
import type { Run } from "../api/types";
import { pollDelay } from "./polling";

/** A run, loaded again until it has ended: how often depends on what was loaded last. */
export function useRun(path: { workflowId: string; runId: string }): Query<Run> {
  const known = useQuery("/api/workflows/{workflowId}/runs/{runId}", { path });
  const refreshEvery = known.value && pollDelay(known.value, Date.now());
  return useQuery("/api/workflows/{workflowId}/runs/{runId}", { path }, { refreshEvery });
}
