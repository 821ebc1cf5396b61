import { useState } from "react";
import type { ArgumentsOf } from "../api/client";
import { type List, useList } from "../api/queries";
import type { RunSummary } from "../api/types";
import { listDelay } from "./polling";

type Filters = NonNullable<ArgumentsOf<"get", "/api/runs">["query"]>;

/** Runs of one workflow, or of all for an empty id, kept up to date. */
export function useRuns(workflowId: string, query: Filters): List<RunSummary> {
  const [delay, setDelay] = useState(30_000);
  const isOfAll = workflowId === "";
  const all = useList("/api/runs", { query }, { enabled: isOfAll, refreshEvery: delay });
  const ofOne = useList("/api/workflows/{workflowId}/runs", { path: { workflowId }, query }, {
    enabled: !isOfAll,
    refreshEvery: delay,
  });
  const list = isOfAll ? all : ofOne;
  const wanted = listDelay(list.elements);
  // Derived from what was loaded: the next load comes sooner while a run goes on.
  if (wanted !== delay) setDelay(wanted);
  return list;
}
