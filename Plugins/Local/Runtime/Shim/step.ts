import { Activity, activity, during, Scope } from "./activity.ts";
import { expect, never } from "./calls.ts";
import { afterFlush, isUnsent } from "./channel.ts";
import { longestSleep, milliseconds } from "./duration.ts";
import { NonRetryableError } from "./cloudflare-workflows.ts";
import { failure, thrown } from "./failures.ts";
import type { Answer, Failure } from "./messages.ts";
import { assign } from "./primordials.ts";
import type { Run } from "./run.ts";
import { Content, deserialize, serialize } from "./values.ts";

interface Config {
  retries?: { limit: number; delay: string | number; backoff?: "constant" | "linear" | "exponential" };
  timeout?: string | number;
}

/** What an attempt may know of its step. */
interface Context {
  attempt: number;
  /** `count`: which of the steps of that name it is, from 1. */
  step: { name: string; count: number };
  config: Required<Config>;
  /** Aborts when the attempt is over. */
  readonly signal: AbortSignal;
}

type Callback = (context: Context) => unknown;

// "Workflows: Sleeping and retrying" of Cloudflare's documentation.
const defaultRetries = { limit: 5, delay: 10_000, backoff: "exponential" } as const;
const defaultTimeout = "10 minutes";
const defaultEventTimeout = "24 hours";
const backoffs = ["constant", "linear", "exponential"];
const longestName = 256;
/** Of its name and those of the steps that it is in, in characters. */
const longestKey = 16_384;
/** Bytes of a stream that a step returns: the host reads lines of at most twice as many. */
const longestStream = 32 * 1024 * 1024;
const longestEventType = 100;
/** The longest delay that `setTimeout` keeps. */
const longestTimer = 2 ** 31 - 1;

let running = 0;

/** Whether an attempt of a step is at work. */
export const isWorking = (): boolean => running > 0;

/** The `step` of a run. The host remembers what was done and says what to do. */
export class Step {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  async do(
    name: string,
    ...rest: [Callback, unknown?] | [Config | undefined, Callback, unknown?]
  ): Promise<unknown> {
    const [first, second, third] = rest as [unknown, unknown, unknown];
    const [config, callback, rollback] = typeof first === "function"
      ? [undefined, first as Callback, second]
      : [first as Config | undefined, second as Callback, third];
    if (rollback !== undefined) {
      throw new TypeError(`The step "${name}" has rollback options, which this provider does not support`);
    }
    if (typeof callback !== "function") throw new TypeError(`The step "${name}" has no function`);
    const { limit, delay, backoff = "exponential" } = config?.retries ?? defaultRetries;
    if (!(limit >= 0)) throw new TypeError(`The step "${name}" has the retry limit ${limit}`);
    if (!backoffs.includes(backoff)) throw new TypeError(`The step "${name}" has the backoff ${backoff}`);
    const timeout = milliseconds(config?.timeout ?? defaultTimeout, `The timeout of the step "${name}"`);
    const outer = this.#activity();
    if (outer.reason) return await refused(outer);
    const { key, count } = place(outer, name);
    const context = {
      step: { name, count },
      config: { retries: { limit, delay, backoff }, timeout: config?.timeout ?? defaultTimeout },
    };
    const request = {
      type: "step",
      run: this.#run.id,
      kind: "do",
      key,
      name,
      limit: Math.min(Math.floor(limit), Number.MAX_SAFE_INTEGER),
      delay: milliseconds(delay, `The retry delay of the step "${name}"`),
      backoff,
    } as const;
    const work = (attempt: number) => outcomeOf({ ...context, attempt }, key, timeout, callback, outer);
    // An attempt whose surroundings are over has no outcome.
    let outcome: Outcome | undefined;
    let answer: Answer;
    if (this.#run.mayBegin(key)) {
      const { message, answer: first } = this.#run.begin(request);
      outcome = await work(1);
      if (!outcome) return await never;
      if (!("error" in outcome)) expect(message.call);
      if (isUnsent(message)) assign(message, outcome, { done: true });
      else this.#run.tell({ type: "attempted", run: this.#run.id, call: message.call, ...outcome });
      answer = await first;
    } else {
      answer = await this.#run.ask(request);
    }
    while (answer.op === "attempt") {
      outcome = await work(answer.attempt);
      if (!outcome) return await never;
      answer = await this.#run.report({ type: "attempted", run: this.#run.id, call: answer.call, ...outcome });
    }
    return answer.op === "saved" && outcome ? result(outcome) : deserialize(settled(answer));
  }

  async sleep(name: string, duration: string | number): Promise<void> {
    const length = milliseconds(duration, `The sleep "${name}"`);
    await this.#sleep(name, length, { length });
  }

  async sleepUntil(name: string, time: Date | number): Promise<void> {
    const until = time instanceof Date ? time.getTime() : time;
    if (!Number.isFinite(until)) throw new TypeError(`The sleep "${name}" has no valid time`);
    await this.#sleep(name, until - Date.now(), { until: Math.ceil(until) });
  }

  async #sleep(name: string, length: number, end: { until: number } | { length: number }): Promise<void> {
    if (length > longestSleep) throw new RangeError(`The sleep "${name}" is longer than 365 days`);
    const outer = this.#activity();
    if (outer.reason) return await refused(outer);
    const { key } = place(outer, name);
    const { child } = outer;
    settled(await this.#run.ask({ type: "step", run: this.#run.id, kind: "sleep", key, name, ...end, child }));
  }

  async waitForEvent(name: string, options: { type: string; timeout?: string | number }): Promise<unknown> {
    const { type } = options;
    if (typeof type !== "string" || !/^[\w-]+$/.test(type) || type.length > longestEventType) {
      throw new TypeError(`The event type ${JSON.stringify(type)} is not 1 to 100 letters, digits, "-" and "_"`);
    }
    const timeout = milliseconds(options.timeout ?? defaultEventTimeout, `The timeout of "${name}"`);
    if (timeout > longestSleep) throw new RangeError(`The timeout of "${name}" is longer than 365 days`);
    const outer = this.#activity();
    if (outer.reason) return await refused(outer);
    const { key } = place(outer, name);
    const event = JSON.parse(
      settled(
        await this.#run.ask({ type: "step", run: this.#run.id, kind: "wait", key, name, event: type, timeout }),
      )!,
    ) as { payload: unknown; timestamp: number; type: string };
    return { ...event, timestamp: new Date(event.timestamp) };
  }

  #activity(): Activity {
    return activity() ?? this.#run.root;
  }
}

/** The code of an attempt that is over is told so; the program of a run, or of an arm, waits for ever. */
function refused({ kind, reason }: Activity): Promise<never> {
  return kind === "attempt" ? Promise.reject(reason) : never;
}

function place({ scope }: Activity, name: string): { key: string; count: number } {
  if (typeof name !== "string" || name === "" || name.length > longestName) {
    throw new TypeError(`A step's name is 1 to ${longestName} characters, not ${JSON.stringify(name)}`);
  }
  // They part what a key is made of.
  if (/[\u001e\u001f]/.test(name)) {
    throw new TypeError(`A step's name has no control characters: ${JSON.stringify(name)}`);
  }
  const found = scope.key(name);
  if (found.key.length > longestKey) throw new RangeError(`The step "${name}" is nested too deeply in other steps`);
  return found;
}

/** What the next step of a name returned in an earlier replay; `undefined` when it has not. */
export async function recorded(name: string): Promise<unknown> {
  const current = activity();
  if (!current?.run) return undefined;
  const { key } = current.scope.next(name);
  if (!current.run.isRecorded(key)) return undefined;
  const request = { type: "step", kind: "do", limit: 0, delay: 0, backoff: "constant", key, name } as const;
  return deserialize(settled(await current.run.ask({ ...request, run: current.run.id })));
}

/** Makes an attempt; `undefined` when what is around it ended first, and nobody waits for it. */
async function outcomeOf(
  context: Omit<Context, "signal">,
  key: string,
  timeout: number,
  callback: Callback,
  outer: Activity,
): Promise<Outcome | undefined> {
  const attempt = new Activity(outer.cause, new Scope(`${key}\u001e`), "attempt", outer);
  running++;
  try {
    const result = await limited(callback, context, timeout, attempt);
    return outer.reason ? undefined : encoded(result, context.step.name);
  } catch (error) {
    const isAbandoned = outer.reason !== undefined;
    attempt.end(new Error(`The attempt of the step "${context.step.name}" failed: it has ended`));
    return isAbandoned ? undefined : { error: failure(error) };
  } finally {
    attempt.leave();
    running--;
  }
}

/** What came of an attempt: the JSON text of its result, or an error. */
type Outcome = { value?: string } | { error: Failure };

function result(outcome: Outcome): unknown {
  if ("error" in outcome) throw thrown(outcome.error);
  return deserialize(outcome.value);
}

/** A result that cannot be kept fails the step at once: another attempt makes the same. */
function encoded(result: unknown, name: string): Outcome {
  try {
    return { value: serialize(result, `The result of the step "${name}"`) };
  } catch (error) {
    return { error: { ...failure(error), retryable: false } };
  }
}

/** The text of an outcome that the journal has. */
function settled(answer: Answer): string | undefined {
  if (answer.op === "error") throw thrown(answer.error);
  return answer.op === "value" ? answer.value : undefined;
}

/** The content of a stream; to read it is part of the attempt. */
async function contentOf(stream: ReadableStream, name: string): Promise<Content> {
  if (stream.locked) throw new NonRetryableError(`The stream that the step "${name}" returned is being read elsewhere`);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) {
      throw new NonRetryableError(`The stream that the step "${name}" returned has chunks that are not Uint8Arrays`);
    }
    length += chunk.length;
    if (length > longestStream) {
      throw new NonRetryableError(`The stream that the step "${name}" returned is larger than 32 MiB`);
    }
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  return new Content(new Uint8Array(await new Blob(chunks).arrayBuffer()));
}

/** Waits for an attempt, no longer than it may take. Most attempts are over before a timer is worth its while. */
function limited(
  callback: Callback,
  context: Omit<Context, "signal">,
  timeout: number,
  attempt: Activity,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = <Value>(settle: (value: Value) => void) => (value: Value) => {
      isOver = true;
      clearTimeout(timer);
      settle(value);
    };
    attempt.onEnd(() => end(reject)(attempt.reason));
    const given = Object.defineProperty(context, "signal", { get: () => attempt.signal }) as Context;
    // A callback that throws rejects the promise of this function.
    Promise.resolve(during(attempt, () => callback(given)))
      .then((result) => result instanceof ReadableStream ? contentOf(result, context.step.name) : result)
      .then(end(resolve), end(reject));
    afterFlush(() => {
      if (isOver) return;
      timer = setTimeout(() => {
        const error = new Error(`The step "${context.step.name}" ran longer than ${timeout} ms`);
        error.name = "WorkflowTimeoutError";
        attempt.end(error);
      }, Math.min(timeout, longestTimer));
    });
  });
}
