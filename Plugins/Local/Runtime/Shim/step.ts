import { AsyncLocalStorage } from "node:async_hooks";
import { longestSleep, milliseconds } from "./duration.ts";
import { failure, thrown } from "./failures.ts";
import type { Answer } from "./messages.ts";
import type { Run } from "./run.ts";
import { deserialize, serialize } from "./values.ts";

interface Config {
  retries?: { limit: number; delay: string | number; backoff?: "constant" | "linear" | "exponential" };
  timeout?: string | number;
}

type Callback = (context: { attempt: number }) => unknown;

// "Workflows: Sleeping and retrying" of Cloudflare's documentation.
const defaultRetries = { limit: 5, delay: 10_000, backoff: "exponential" } as const;
const defaultTimeout = "10 minutes";
const defaultEventTimeout = "24 hours";
const backoffs = ["constant", "linear", "exponential"];
const longestName = 256;
const longestEventType = 100;
/** The longest delay that `setTimeout` keeps. */
const longestTimer = 2 ** 31 - 1;

/** A place where steps are asked for: the run itself, or an attempt of a step that asks for others. */
class Scope {
  readonly #uses = new Map<string, number>();

  constructor(readonly prefix: string) {}

  /** What a step is remembered by: its place, its name, and how many of that name came before it there. */
  key(name: string): string {
    const use = (this.#uses.get(name) ?? 0) + 1;
    this.#uses.set(name, use);
    return use === 1 ? this.prefix + name : `${this.prefix}${name}\u001f${use}`;
  }
}

const scopes = new AsyncLocalStorage<Scope>();

/** The `step` of a run. The host remembers what was done and says what to do. */
export class Step {
  readonly #run: Run;
  readonly #root = new Scope("");

  constructor(run: Run) {
    this.#run = run;
  }

  async do(name: string, ...rest: [Callback] | [Config | undefined, Callback]): Promise<unknown> {
    const [config, callback] = rest.length === 1 ? [undefined, rest[0]] : rest;
    if (typeof callback !== "function") throw new TypeError(`The step "${name}" has no function`);
    const { limit, delay, backoff = "exponential" } = config?.retries ?? defaultRetries;
    if (!(limit >= 0)) throw new TypeError(`The step "${name}" has the retry limit ${limit}`);
    if (!backoffs.includes(backoff)) throw new TypeError(`The step "${name}" has the backoff ${backoff}`);
    const timeout = milliseconds(config?.timeout ?? defaultTimeout, `The time-out of the step "${name}"`);
    const key = this.#key(name);
    let answer = await this.#run.ask({
      type: "step",
      run: this.#run.id,
      kind: "do",
      key,
      name,
      limit: Math.min(Math.floor(limit), Number.MAX_SAFE_INTEGER),
      delay: milliseconds(delay, `The retry delay of the step "${name}"`),
      backoff,
    });
    while (answer.op === "attempt") answer = await this.#attempt(answer, key, name, timeout, callback);
    return settled(answer);
  }

  async sleep(name: string, duration: string | number): Promise<void> {
    const length = milliseconds(duration, `The sleep "${name}"`);
    await this.#sleep(name, length, Date.now() + length);
  }

  async sleepUntil(name: string, time: Date | number): Promise<void> {
    const until = time instanceof Date ? time.getTime() : time;
    if (!Number.isFinite(until)) throw new TypeError(`The sleep "${name}" has no valid time`);
    await this.#sleep(name, until - Date.now(), until);
  }

  async #sleep(name: string, length: number, until: number): Promise<void> {
    if (length > longestSleep) throw new RangeError(`The sleep "${name}" is longer than 365 days`);
    const key = this.#key(name);
    settled(
      await this.#run.ask({ type: "step", run: this.#run.id, kind: "sleep", key, name, until: Math.ceil(until) }),
    );
  }

  async waitForEvent(name: string, options: { type: string; timeout?: string | number }): Promise<unknown> {
    const { type } = options;
    if (typeof type !== "string" || !/^[\w-]+$/.test(type) || type.length > longestEventType) {
      throw new TypeError(`The event type ${JSON.stringify(type)} is not 1 to 100 letters, digits, "-" and "_"`);
    }
    const timeout = milliseconds(options.timeout ?? defaultEventTimeout, `The time-out of "${name}"`);
    if (timeout > longestSleep) throw new RangeError(`The time-out of "${name}" is longer than 365 days`);
    const key = this.#key(name);
    const event = settled(
      await this.#run.ask({ type: "step", run: this.#run.id, kind: "wait", key, name, event: type, timeout }),
    ) as { payload: unknown; timestamp: number; type: string };
    return { ...event, timestamp: new Date(event.timestamp) };
  }

  #key(name: string): string {
    if (typeof name !== "string" || name === "" || name.length > longestName) {
      throw new TypeError(`A step's name is 1 to ${longestName} characters, not ${JSON.stringify(name)}`);
    }
    return (scopes.getStore() ?? this.#root).key(name);
  }

  async #attempt(
    { call, attempt }: { call: number; attempt: number },
    key: string,
    name: string,
    timeout: number,
    callback: Callback,
  ): Promise<Answer> {
    let outcome: { value?: string } | { error: ReturnType<typeof failure> };
    try {
      const result = await scopes.run(new Scope(`${key}\u001e`), () => limited(callback, attempt, timeout, name));
      outcome = encoded(result, name);
    } catch (error) {
      outcome = { error: failure(error) };
    }
    return this.#run.report({ type: "attempted", run: this.#run.id, call, ...outcome });
  }
}

/** A result that cannot be kept fails the step at once: another attempt makes the same. */
function encoded(result: unknown, name: string) {
  try {
    return { value: serialize(result, `The result of the step "${name}"`) };
  } catch (error) {
    return { error: { ...failure(error), retryable: false } };
  }
}

function settled(answer: Answer): unknown {
  if (answer.op === "error") throw thrown(answer.error);
  return answer.op === "value" ? deserialize(answer.value) : undefined;
}

async function limited(callback: Callback, attempt: number, timeout: number, name: string): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`The step "${name}" ran longer than ${timeout} ms`);
      error.name = "WorkflowTimeoutError";
      reject(error);
    }, Math.min(timeout, longestTimer));
  });
  try {
    return await Promise.race([callback({ attempt }), expired]);
  } finally {
    clearTimeout(timer);
  }
}
