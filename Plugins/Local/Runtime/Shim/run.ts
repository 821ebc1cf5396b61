import { Activity, activity, during, Scope } from "./activity.ts";
import { answered, ask, forget, never, newCall, report } from "./calls.ts";
import { send } from "./channel.ts";
import { cut, failure } from "./failures.ts";
import type { Answer, StepRequest, WorkerMessage } from "./messages.ts";
import { OwnSet, setOf } from "./primordials.ts";
import { Step } from "./step.ts";
import { output } from "./values.ts";

export interface Entry {
  new (ctx: unknown, env: unknown): { run(event: unknown, step: Step): unknown };
}

export interface Begun {
  message: WorkerMessage & StepRequest & { call: number; begun: true };
  answer: Promise<Answer>;
}

/** One replay of an instance through its program, from the start; finished steps are answered from the journal. */
export class Run {
  readonly #calls = new OwnSet<number>();
  #isDropped = false;
  #hasEnded = false;
  /** Keys of steps that the journal has, or soon will. */
  readonly #known: OwnSet<string>;
  /** Of those that the journal had when the replay began, the ones without an outcome. */
  readonly #unfinished: OwnSet<string>;
  readonly id: number;
  readonly root = new Activity({ run: this }, new Scope(""), "root");
  /** Steps have to be asked for: the instance is paused. */
  isHeld = false;

  constructor(id: number, known: string[], unfinished: string[]) {
    this.id = id;
    this.#known = setOf(known);
    this.#unfinished = setOf(unfinished);
  }

  async execute(entry: Entry, env: unknown, event: unknown): Promise<void> {
    const context = { waitUntil: () => {}, passThroughOnException: () => {} };
    let outcome: { value?: string } | { error: ReturnType<typeof failure> };
    try {
      const value = await during(this.root, () => new entry(context, env).run(event, new Step(this)));
      outcome = { value: output(value) };
    } catch (error) {
      outcome = { error: failure(error) };
    }
    this.#hasEnded = true;
    this.root.release();
    if (!this.#isDropped) send({ type: "ended", run: this.id, ...outcome });
  }

  /** Whether a step may begin without being asked for. */
  mayBegin(key: string): boolean {
    return !this.isHeld && !this.#isDropped && !this.#known.has(key);
  }

  /** Whether the journal had the outcome of a step when the replay began. */
  isRecorded(key: string): boolean {
    return this.#known.has(key) && !this.#unfinished.has(key);
  }

  /** Says that a step begins; what comes of it can be put into the message until it has gone. */
  begin(request: StepRequest): Begun {
    const call = newCall();
    this.#calls.add(call);
    // An outer step that is tried again asks for it again.
    this.#known.add(request.key);
    const message: Begun["message"] = { ...request, call, begun: true };
    send(message);
    return { message, answer: this.#until(answered(call), call) };
  }

  /** Says something that is answered where it began. */
  tell(message: WorkerMessage): void {
    if (!this.#isDropped) send(message);
  }

  ask(request: StepRequest): Promise<Answer> {
    if (this.#isDropped) return never;
    const call = newCall();
    this.#calls.add(call);
    return this.#until(ask(request, call), call);
  }

  report(message: WorkerMessage & { call: number }): Promise<Answer> {
    if (this.#isDropped) return never;
    this.#calls.add(message.call);
    return this.#until(report(message), message.call);
  }

  /** An arm that asked for a step is over: it waits for ever, and the host no longer for the step. */
  cancel(call: number, why?: Error): void {
    if (this.#isDropped || !this.#calls.delete(call)) return;
    forget(call);
    send({ type: "cancelled", run: this.id, call, reason: why && cut(`${why.message}`) });
  }

  /**
   * The replay is over: the program waits for ever at its next step. What a program that returned has left to be done
   * may end; the code of one that was interrupted is over, too.
   */
  drop(): void {
    this.#isDropped = true;
    this.#calls.forEach(forget);
    if (!this.#hasEnded) this.root.end(new Error("The run was interrupted: this attempt has ended"));
  }

  async #until(answer: Promise<Answer>, call: number): Promise<Answer> {
    const arm = activity()?.arm;
    arm?.calls.add(call);
    const settled = await answer;
    arm?.calls.delete(call);
    this.#calls.delete(call);
    return settled;
  }
}
