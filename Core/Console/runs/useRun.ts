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

export function useRun(path: { workflowId: string; runId: string }): LiveRun {
  const run = useQuery("/api/workflows/{workflowId}/runs/{runId}", { path });
  const [steps, setSteps] = useState<readonly RunStep[]>();
  const list = useRef(new StepList());
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  // The state in which the stream ended; a run in another one was begun again, and is followed anew.
  const [end, setEnd] = useState<string | null>(null);
  const isFollowed = end === null || run.value?.updatedAt !== end;

  // Many steps arrive at once: they are shown together.
  function show() {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => setSteps(list.current.steps));
  }
  useEvents(
    isFollowed ? "/api/workflows/{workflowId}/runs/{runId}/stream" : null,
    path,
    ["step", "run"],
    (name, data) => {
      if (name === "step") {
        list.current.put(data as RunStep);
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
