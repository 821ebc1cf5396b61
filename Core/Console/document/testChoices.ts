import { isObject } from "./json";

/** How a person tests a workflow. */
export interface TestChoices {
  /** Where tests run, if several connections can run them. */
  readonly connectionId?: string;
  /** Whether sleeps end at once. */
  readonly skipsSleeps: boolean;
}

/** Keeps in the browser how a person tests a workflow. */
export class TestChoiceStorage {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly person: string,
  ) {}

  read(workflowId: string): TestChoices {
    const choices = parsed(this.storage.getItem(this.key(workflowId)));
    const { connectionId, skipsSleeps } = isObject(choices) ? choices : {} as Record<string, unknown>;
    return {
      ...(typeof connectionId === "string" ? { connectionId } : {}),
      skipsSleeps: skipsSleeps !== false,
    };
  }

  /** Without space for them, they last as long as the page. */
  write(workflowId: string, choices: TestChoices) {
    try {
      this.storage.setItem(this.key(workflowId), JSON.stringify(choices));
    } catch {
      return;
    }
  }

  private key(workflowId: string): string {
    return `millrace.tests.${this.person}.${workflowId}`;
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}

/**
 * The connection that a test runs on: the chosen one, the only one, or of several the only one that the workflow is deployed
 * to. `undefined` if somebody has to choose.
 *
 * @param all Those that run tests.
 * @param deployed Those that the workflow is deployed to.
 */
export function testConnection(
  all: readonly string[],
  deployed: readonly (string | null)[],
  chosen: string | undefined,
): string | undefined {
  if (chosen !== undefined && all.includes(chosen)) return chosen;
  if (all.length === 1) return all[0];
  const used = all.filter((id) => deployed.includes(id));
  return used.length === 1 ? used[0] : undefined;
}
