import type { RunStep } from "../api/types";

/** A step with its place in the time of the run, in parts of the whole from 0 to 1. */
export interface Placed {
  key: string;
  step: RunStep;
  start: number;
  length: number;
  /** In milliseconds; of a step that goes on, until now. */
  duration: number;
  /** Which of the steps of its name. */
  count: number;
}

/** The thinnest bar that is seen. */
const least = 0.008;

export function placeSteps(steps: readonly RunStep[], now: number): Placed[] {
  const spans = steps.map((step) => {
    const start = Date.parse(step.startedAt);
    return { start, end: step.endedAt === null ? Math.max(now, start) : Date.parse(step.endedAt) };
  });
  const first = Math.min(...spans.map((span) => span.start));
  const whole = Math.max(1, Math.max(...spans.map((span) => span.end)) - first);
  const counts = new Map<string, number>();
  return steps.map((step, index) => {
    const { start, end } = spans[index] as { start: number; end: number };
    const count = (counts.get(step.name) ?? 0) + 1;
    counts.set(step.name, count);
    const length = Math.max(least, (end - start) / whole);
    return {
      key: `${step.name} ${count}`,
      step,
      start: Math.min((start - first) / whole, 1 - length),
      length,
      duration: end - start,
      count,
    };
  });
}
