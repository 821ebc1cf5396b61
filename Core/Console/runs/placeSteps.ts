import type { RunStep } from "../api/types";

/** A stretch in the time of a run, in parts of the whole from 0 to 1. */
export interface Span {
  start: number;
  length: number;
}

export interface PlacedAttempt extends Span {
  number: number;
  status: "failed" | "active" | "succeeded";
}

/** A step with its place in the time of the run. */
export interface Placed extends Span {
  key: string;
  step: RunStep;
  /** Those that are known, where there are several. */
  attempts: PlacedAttempt[];
  /** In milliseconds; of a step that goes on, until now. */
  duration: number;
  /** Which of the steps of its name. */
  count: number;
}

/** The thinnest bar that is seen. */
const least = 0.008;

export function placeSteps(steps: readonly RunStep[], now: number): Placed[] {
  const spans = steps.map((step) => spanOf(step, now));
  const first = spans.reduce((least, span) => Math.min(least, span.start), Infinity);
  const whole = Math.max(1, spans.reduce((most, span) => Math.max(most, span.end), first) - first);
  const place = ({ start, end }: { start: number; end: number }) => {
    const length = Math.max(least, (end - start) / whole);
    return { start: Math.min((start - first) / whole, 1 - length), length };
  };
  const counts = new Map<string, number>();
  return steps.map((step, index) => {
    const span = spans[index] as { start: number; end: number };
    const count = (counts.get(step.name) ?? 0) + 1;
    counts.set(step.name, count);
    const history = step.history ?? [];
    return {
      key: `${step.name} ${count}`,
      step,
      ...place(span),
      attempts: history.length < 2 ? [] : history.map((attempt) => ({
        number: attempt.number,
        status: attempt.error ? "failed" : attempt.endedAt === null ? "active" : "succeeded",
        ...place(spanOf(attempt, now)),
      })),
      duration: span.end - span.start,
      count,
    };
  });
}

function spanOf(part: { startedAt: string; endedAt: string | null }, now: number): { start: number; end: number } {
  const start = Date.parse(part.startedAt);
  return { start, end: part.endedAt === null ? Math.max(now, start) : Date.parse(part.endedAt) };
}
