import { ask, forget, nextCall, report } from "./calls.ts";
import { send } from "./channel.ts";
import { failure } from "./failures.ts";
import type { Answer, StepRequest, WorkerMessage } from "./messages.ts";
import { Step } from "./step.ts";
import { serialize } from "./values.ts";

export interface Entry {
  new (ctx: unknown, env: unknown): { run(event: unknown, step: Step): unknown };
}

/** One passage of an instance through its program, from the start; finished steps are answered from the journal. */
export class Run {
  #calls = new Set<number>();
  #isDropped = false;

  constructor(readonly id: number) {}

  async execute(entry: Entry, env: unknown, event: unknown): Promise<void> {
    const context = { waitUntil: () => {}, passThroughOnException: () => {} };
    let outcome: { value?: string } | { error: ReturnType<typeof failure> };
    try {
      const output = await new entry(context, env).run(event, new Step(this));
      outcome = { value: serialize(output, "The output of the run") };
    } catch (error) {
      outcome = { error: failure(error) };
    }
    if (!this.#isDropped) send({ type: "ended", run: this.id, ...outcome });
  }

  ask(request: StepRequest): Promise<Answer> {
    if (this.#isDropped) return never;
    const call = nextCall();
    this.#calls.add(call);
    return this.#until(ask(request), call);
  }

  report(message: WorkerMessage & { call: number }): Promise<Answer> {
    if (this.#isDropped) return never;
    this.#calls.add(message.call);
    return this.#until(report(message), message.call);
  }

  /** What the program does from now on concerns nobody: it waits for ever at its next step. */
  drop(): void {
    this.#isDropped = true;
    forget(this.#calls);
  }

  async #until(answer: Promise<Answer>, call: number): Promise<Answer> {
    const settled = await answer;
    this.#calls.delete(call);
    return settled;
  }
}

const never = new Promise<Answer>(() => {});
