import { useEffect, useRef, useState } from "react";
import { useEvents } from "../api/events";
import { cache, type Query, useQuery } from "../api/queries";
import type { Run, RunStep } from "../api/types";
import { hasEnded } from "./hasEnded";
import { StepList } from "./StepList";

/** A run with its steps, as they change. */
export interface LiveRun extends Query<Run> {
  /** `undefined` until the run's stream has begun. */
  steps: readonly RunStep[] | undefined;
}

/** - Parameter enabled: `false` follows nothing yet. */
export function useRun(path: { workflowId: string; runId: string }, enabled = true): LiveRun {
  const run = useQuery("/api/workflows/{workflowId}/runs/{runId}", { path }, { enabled });
  const [known, setKnown] = useState<{ runId: string; steps: readonly RunStep[] }>();
  const followed = useRef({ runId: path.runId, list: new StepList() });
  // Steps are of one run: another one begins anew.
  if (followed.current.runId !== path.runId) followed.current = { runId: path.runId, list: new StepList() };
  const steps = known?.runId === path.runId ? known.steps : undefined;
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  // The state in which the stream ended; a run in another one was begun again, and is followed anew.
  const [end, setEnd] = useState<string | null>(null);
  const isFollowed = end === null || run.value?.updatedAt !== end;

  // Many steps arrive at once: they are shown together.
  function show() {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() =>
      setKnown({ runId: followed.current.runId, steps: followed.current.list.steps })
    );
  }
  useEvents(
    enabled && isFollowed ? "/api/workflows/{workflowId}/runs/{runId}/stream" : null,
    path,
    ["step", "run"],
    (name, data) => {
      if (name === "step") {
        followed.current.list.put(data as RunStep);
        return show();
      }
      const current = data as Run;
      cache.set(run.url, current);
      show();
      setEnd(hasEnded(current) ? current.updatedAt : null);
      return hasEnded(current);
    },
    () => void run.refresh(),
  );
  return { ...run, steps };
}
