/** Where a variable has its value; `missing` for one that the version reads and nobody has set. */
export type Origin = "workflow" | "project" | "organization" | "missing";

interface Given {
  name: string;
  value: string;
  isSecret: boolean;
}

export interface EffectiveVariable extends Given {
  origin: Origin;
  /** Those of the same name that it takes the place of. */
  hides: Origin[];
  /** Whether the version reads it. */
  isRead: boolean;
  /** Whether a deployment has another value, or has it although it is gone. */
  isPending: boolean;
}

interface Sources {
  workflow: readonly Given[];
  project: readonly Given[];
  organization: readonly Given[];
  /** Names that the version reads. */
  read: readonly string[];
  /** Names whose values deployments do not have yet. */
  pending: readonly string[];
}

/** The variables that a deploy gives a workflow, by name: its own win over its project's, and those over the organization's. */
export function effectiveVariables(sources: Sources): EffectiveVariable[] {
  const found = new Map<string, EffectiveVariable>();
  for (const origin of ["organization", "project", "workflow"] as const) {
    for (const { name, value, isSecret } of sources[origin]) {
      const hidden = found.get(name);
      const hides = hidden ? [...hidden.hides, hidden.origin] : [];
      found.set(name, { name, value, isSecret, origin, hides, isRead: false, isPending: false });
    }
  }
  for (const name of [...sources.read, ...sources.pending]) {
    if (found.has(name)) continue;
    found.set(name, {
      name,
      value: "",
      isSecret: false,
      origin: "missing",
      hides: [],
      isRead: false,
      isPending: false,
    });
  }
  return [...found.values()].map((one) => ({
    ...one,
    isRead: sources.read.includes(one.name),
    isPending: sources.pending.includes(one.name),
  })).sort((one, other) => one.name < other.name ? -1 : 1);
}
