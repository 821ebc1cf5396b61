import type { RunStep } from "../api/types";

/**
 * The state of each node in a run, as the canvas marks it: what goes on of its steps, in whatever round, and otherwise how
 * the last of them ended.
 */
export function nodeMarks(steps: readonly RunStep[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  const goesOn = new Set<string>();
  for (const step of steps) {
    if (!step.nodeId) continue;
    if (step.endedAt === null) goesOn.add(step.nodeId);
    else if (goesOn.has(step.nodeId)) continue;
    marks.set(step.nodeId, markOf(step));
  }
  return marks;
}

function markOf(step: RunStep): string {
  if (step.endedAt !== null) return step.status === "failed" ? "failed" : "done";
  if (step.nextAttemptAt) return "retrying";
  return step.status === "active" ? "running" : "waiting";
}
