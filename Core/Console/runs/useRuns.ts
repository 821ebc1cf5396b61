import type { ArgumentsOf } from "../api/client";
import { type List, useList } from "../api/queries";
import type { RunSummary } from "../api/types";

type Filters = NonNullable<ArgumentsOf<"get", "/api/runs">["query"]>;

/** Runs of one workflow, or of all for an empty id; the events of the project keep them up to date. */
export function useRuns(workflowId: string, query: Filters): List<RunSummary> {
  const isOfAll = workflowId === "";
  const all = useList("/api/runs", { query }, { enabled: isOfAll });
  const ofOne = useList("/api/workflows/{workflowId}/runs", { path: { workflowId }, query }, { enabled: !isOfAll });
  return isOfAll ? all : ofOne;
}
