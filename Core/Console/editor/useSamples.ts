import { useMemo, useState } from "react";
import { type Query, useQuery } from "../api/queries";
import type { RunStep, WorkflowOverview } from "../api/types";
import { type Samples, samplesOf } from "../document/samples";
import { hasEnded } from "../runs/hasEnded";
import type { Tests } from "./useTests";

/** Steps of a run that samples are taken from. */
const most = 100;

/**
 * What nodes have returned: pinned, in the last test or in the last run that is complete, which is loaded once a node is
 * selected.
 */
export function useSamples(workflow: WorkflowOverview, tests: Tests, isNeeded: boolean): Samples {
  const [wasNeeded, setWasNeeded] = useState(isNeeded);
  if (isNeeded && !wasNeeded) setWasNeeded(true);
  const { id: workflowId } = workflow;
  const runs = useQuery("/api/workflows/{workflowId}/runs", {
    path: { workflowId },
    query: { limit: 1, status: "complete" as never },
  }, { enabled: wasNeeded && workflow.activeDeployment !== null });
  const runId = runs.value?.data[0]?.id ?? "";
  const run = useQuery("/api/workflows/{workflowId}/runs/{runId}", { path: { workflowId, runId } }, {
    enabled: runId !== "",
  });
  const test = tests.run?.value;
  const ran = useSteps(workflowId, runId).value?.data;
  const tested = useSteps(workflowId, test && hasEnded(test) ? test.id : "").value?.data;
  const { pins, params } = tests;
  const ranWith = run.value?.params;
  return useMemo(
    () => samplesOf({ pins, tested: tested ?? [], ran: ran ?? [], params, ranWith }),
    [pins, tested, ran, params, ranWith],
  );
}

/** The steps of a run with what they returned, which its stream does not have; of none for an empty id. */
function useSteps(workflowId: string, runId: string): Query<{ data: RunStep[] }> {
  return useQuery("/api/workflows/{workflowId}/runs/{runId}/steps", {
    path: { workflowId, runId },
    query: { limit: most },
  }, { enabled: runId !== "" });
}
