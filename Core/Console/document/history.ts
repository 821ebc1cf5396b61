import { apply, delta, inverse, type Splice } from "./delta";
import { isArray, isObject, type Json } from "./json";
import type { Change, EditorState } from "./model";

/** One step that can be undone. */
export interface Step {
  /** What was done, for people. */
  readonly label: string;
  readonly splices: readonly Splice[];
  /** Changes with the same key that follow each other soon are one step: typing in a field. */
  readonly key?: string;
  readonly time: number;
}

/** A state with the steps that led to it and those that were undone. */
export interface History {
  readonly present: EditorState;
  readonly steps: readonly Step[];
  /** How many of `steps` the present state has. */
  readonly position: number;
}

export const mostSteps = 200;
/** Typing that pauses longer than this begins another step. */
const pause = 1500;

export function begin(present: EditorState): History {
  return { present, steps: [], position: 0 };
}

/** - Parameter key: Merges the change into the step before it, when that has the same key and is recent. */
export function record(history: History, label: string, change: Change, time: number, key?: string): History {
  const present = change(history.present);
  const splices = delta(content(history.present), content(present));
  if (splices.length === 0) return present === history.present ? history : { ...history, present };
  const steps = history.steps.slice(0, history.position);
  const last = steps[steps.length - 1];
  const merges = last !== undefined && key !== undefined && last.key === key && time - last.time < pause;
  if (merges) steps[steps.length - 1] = { ...last, splices: [...last.splices, ...splices], time };
  else steps.push({ label, splices, key, time });
  const kept = steps.slice(-mostSteps);
  return { present, steps: kept, position: kept.length };
}

export function undo(history: History): History {
  if (history.position === 0) return history;
  const step = history.steps[history.position - 1];
  return { ...history, present: moved(history.present, inverse(step.splices)), position: history.position - 1 };
}

export function redo(history: History): History {
  if (history.position === history.steps.length) return history;
  const step = history.steps[history.position];
  return { ...history, present: moved(history.present, step.splices), position: history.position + 1 };
}

/** Selects without a step: a selection is not a part of the document. */
export function select(history: History, ids: readonly string[]): History {
  const { selection } = history.present;
  const isSame = selection.length === ids.length && selection.every((id, index) => id === ids[index]);
  return isSame ? history : { ...history, present: { ...history.present, selection: ids } };
}

function content({ document, layout }: EditorState): Json {
  return { document, layout } as unknown as Json;
}

function moved(state: EditorState, splices: readonly Splice[]): EditorState {
  const { document, layout } = apply(content(state), splices) as unknown as EditorState;
  const ids = new Set(document.nodes.map((node) => node.id));
  return { document, layout, selection: state.selection.filter((id) => ids.has(id)) };
}

/** Whether a stored value has the shape of steps, so that a reload does not trust what another version wrote. */
export function isSteps(value: unknown): value is readonly Step[] {
  return isArray(value) &&
    value.every((step) =>
      isObject(step) && typeof step.label === "string" && typeof step.time === "number" && isArray(step.splices)
    );
}
