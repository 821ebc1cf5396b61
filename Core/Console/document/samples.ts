import { isObject } from "./json";
import type { Pins } from "./pins";

/** Values that nodes have returned, for what is offered in expressions. */
export interface Samples {
  readonly nodes: ReadonlyMap<string, unknown>;
  /** The input of a run. */
  readonly payload: unknown;
}

export const noSamples: Samples = { nodes: new Map(), payload: undefined };

/** A step of a run, as far as it is a sample. */
export interface SampleStep {
  readonly nodeId?: string;
  readonly status: string;
  readonly output?: unknown;
}

interface Sources {
  readonly pins: Pins;
  /** Of the last test, and of the last deployed run that is complete. */
  readonly tested: readonly SampleStep[];
  readonly ran: readonly SampleStep[];
  /** The input of the next test, as text. */
  readonly params: string;
  readonly ranWith: unknown;
}

/** What is known of a node: its pinned value, or else what it returned in the last test, or else in the last run. */
export function samplesOf({ pins, tested, ran, params, ranWith }: Sources): Samples {
  const nodes = new Map<string, unknown>();
  for (const step of [...ran, ...tested]) {
    if (step.nodeId !== undefined && step.status === "succeeded" && step.output !== undefined) {
      nodes.set(step.nodeId, step.output);
    }
  }
  for (const [id, value] of Object.entries(pins)) nodes.set(id, value);
  const typed = parsed(params);
  const isEmpty = typed === undefined || (isObject(typed) && Object.keys(typed).length === 0);
  return { nodes, payload: isEmpty ? ranWith : typed };
}

/** The value of an expression, as far as a sample has it. */
export function sampleAt({ nodes, payload }: Samples, path: readonly string[]): unknown {
  const [root, ...rest] = path;
  if (root === "trigger") return at(payload, rest);
  if (root === "event") return rest[0] === "payload" ? at(payload, rest.slice(1)) : undefined;
  return root !== undefined && nodes.has(root) ? at(nodes.get(root), rest) : undefined;
}

/** The members of a value that an expression can name, with what they were. */
export function sampleMembers(value: unknown): readonly { readonly name: string; readonly note: string }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter(([name]) => /^[\w$-]+$/.test(name))
    .map(([name, member]) => ({ name, note: preview(member) }));
}

/** A value in a few characters. */
export function preview(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === "string") return JSON.stringify(value.length > 30 ? `${value.slice(0, 30)}…` : value);
  return isObject(value) ? "{…}" : String(value);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => isObject(inner) && Object.keys(inner).includes(name) ? inner[name] : undefined,
    value,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
