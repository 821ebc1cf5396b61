import type {
  WorkflowStep,
  WorkflowStepConfig,
  WorkflowStepContext,
  WorkflowStepRollbackOptions as Rollback,
} from "cloudflare:workers";

type Callback<Value> = (context: WorkflowStepContext) => Promise<Value>;

export interface StepRecord {
  kind: "do" | "sleep" | "sleepUntil" | "waitForEvent";
  name: string;
  detail?: unknown;
  attempts?: number;
  hasRollback?: boolean;
}

/** As the platform sees it: an error loses its class on its way out of a step. */
const isFinal = (error: unknown): boolean =>
  error instanceof Error && (error.name === "NonRetryableError" || error.message.startsWith("NonRetryableError"));

/** Steps that run at once, in memory; a name that is used twice is an error. */
export class RecordedSteps implements WorkflowStep {
  readonly records: StepRecord[] = [];
  readonly #names = new Set<string>();

  /** What the steps gave, by name. */
  readonly results = new Map<string, unknown>();

  /** @param known - Results of a run before, whose steps are not run again. */
  constructor(
    private readonly events: Record<string, unknown>,
    private readonly known: ReadonlyMap<string, unknown> = new Map(),
  ) {}

  async do<Value>(
    name: string,
    ...rest: [Callback<Value>, Rollback?] | [WorkflowStepConfig, Callback<Value>, Rollback?]
  ): Promise<Value> {
    const [config, callback, rollback] = typeof rest[0] === "function"
      ? [undefined, rest[0], rest[1] as Rollback | undefined]
      : [rest[0], rest[1] as Callback<Value>, rest[2]];
    const record = this.#record({ kind: "do", name, detail: config });
    if (rollback) record.hasRollback = true;
    if (this.known.has(name)) return this.known.get(name) as Value;
    for (let attempt = 1;; attempt++) {
      record.attempts = attempt;
      try {
        const value = await callback({ attempt });
        // A durable value has been through storage.
        const stored = value === undefined ? value : JSON.parse(JSON.stringify(value));
        this.results.set(name, stored);
        return stored;
      } catch (error) {
        if (isFinal(error) || attempt > (config?.retries?.limit ?? 0)) throw error;
      }
    }
  }

  async sleep(name: string, duration: string | number): Promise<void> {
    this.#record({ kind: "sleep", name, detail: duration });
  }

  async sleepUntil(name: string, time: Date | number): Promise<void> {
    this.#record({ kind: "sleepUntil", name, detail: new Date(time).toISOString() });
  }

  async waitForEvent<Payload>(name: string, options: { type: string; timeout?: string | number }) {
    this.#record({ kind: "waitForEvent", name, detail: options });
    if (!(options.type in this.events)) throw new Error(`No event ${options.type} came in time`);
    return { payload: this.events[options.type] as Payload, timestamp: new Date(0), type: options.type };
  }

  #record(record: StepRecord): StepRecord {
    if (record.name.length > 256) throw new Error(`A name has ${record.name.length} characters`);
    if (this.#names.has(record.name)) throw new Error(`Two steps are named ${record.name}`);
    this.#names.add(record.name);
    this.records.push(record);
    return record;
  }
}
