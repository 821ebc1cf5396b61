import type { RunStep } from "../api/types";

/** The status of a step for people: of a sleep that a test does not wait for, that it is skipped. */
export function stepStatus(step: RunStep): string {
  return step.skipped && step.status === "succeeded" ? "skipped" : step.status;
}
