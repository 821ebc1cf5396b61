import { NodeError } from "./error.ts";

/** What a node's code may know of the step it runs in. */
export interface Call {
  instanceId: string;
  stepName: string;
  /** The same for every attempt of a step, another for every step and run. */
  idempotencyKey: string;
  attempt: number;
  /** Aborts when the attempt is over: after its time-out, and when its arm or run has ended. Functions have none. */
  readonly signal?: AbortSignal;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** A parameter that an action cannot do without. */
export function required<Value>(value: Value | null | undefined, name: string): Value {
  if (value === undefined || value === null || value === "") {
    throw new NodeError("Parameters", { message: `"${name}" is missing` });
  }
  return value;
}

/** A list that may come as text with commas between. */
export function list(value: unknown): string[] {
  const items = Array.isArray(value) ? value : String(value ?? "").split(",");
  return items.map((item) => String(item).trim()).filter((item) => item !== "");
}

/** JSON that may come as text; `undefined` when there is none. */
export function json(value: any, name: string): any {
  if (isMissing(value)) return undefined;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new NodeError("Parameters", { message: `"${name}" is not valid JSON` });
  }
}

/** A number that may come as text; `undefined` when there is none. */
export function numberOf(value: unknown, name: string): number | undefined {
  if (isMissing(value)) return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new NodeError("Parameters", { message: `"${name}" is not a number` });
}

/** A yes or no that may come as text; `undefined` when there is none. */
export function flag(value: unknown): boolean | undefined {
  return isMissing(value) ? undefined : value === true || value === "true" || value === 1 || value === "1";
}

/** How many items a list is to have: at least 1. */
export function limitOf(value: unknown, otherwise = 100): number {
  return Math.max(1, Math.floor(numberOf(value, "limit") ?? otherwise));
}

/** Without members that have no value: an empty field of a form is none. */
export function filled(object: Record<string, unknown>): Record<string, any> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isMissing(value)));
}

/** For an action that a node does not have. */
export function unknownAction(who: string, action: unknown): NodeError {
  return new NodeError(who, { message: `there is no action "${action}"` });
}
