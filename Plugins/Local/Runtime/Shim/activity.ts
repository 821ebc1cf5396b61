import { AsyncLocalStorage } from "node:async_hooks";
import { apply, OwnMap, OwnSet } from "./primordials.ts";
import type { Run } from "./run.ts";

/** A place where steps are asked for: the run itself, or an attempt of a step that asks for others. */
export class Scope {
  readonly #prefix: string;
  readonly #uses = new OwnMap<string, number>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** What a step is remembered by: its place, its name, and which of that name it is there. */
  key(name: string): { key: string; count: number } {
    const place = this.next(name);
    this.#uses.set(name, place.count);
    return place;
  }

  /** What the next step of a name will be remembered by. */
  next(name: string): { key: string; count: number } {
    const count = (this.#uses.get(name) ?? 0) + 1;
    return { key: count === 1 ? this.#prefix + name : `${this.#prefix}${name}\u001f${count}`, count };
  }
}

/** What code is at work for: a replay of a run, or an invocation of a handler, by the host's number. */
export type Cause = { run: Run } | { invocation: number };

/**
 * A replay of a run, an arm of it, an attempt of a step, or an invocation of a handler. Once it is over, whatever its
 * code still asks of the platform fails, and so does what began in it.
 */
export class Activity {
  // Declared, as are all members of the runtime's objects: one that is only assigned would be offered to a setter of that
  // name that a program gives the prototype of all objects.
  readonly cause: Cause;
  readonly scope: Scope;
  readonly kind: "root" | "arm" | "attempt";
  readonly outer?: Activity;
  /** The run that a sleep in it waits for. */
  child?: string;
  /** Of an arm: what its code, and the attempts in it, ask the host for. */
  readonly calls = new OwnSet<number>();
  /** The innermost arm that it is in, or is. */
  readonly arm?: Activity;
  #reason?: Error;
  #controller?: AbortController;
  readonly #inner = new OwnSet<Activity>();
  readonly #endings = new OwnSet<() => void>();
  /** Of requests of all that it is around. */
  #responses: WeakRef<Response>[] = [];
  /** How many responses there may be before those that are gone are left out. */
  #room = 64;

  constructor(cause: Cause, scope: Scope, kind: "root" | "arm" | "attempt", outer?: Activity) {
    this.cause = cause;
    this.scope = scope;
    this.kind = kind;
    this.outer = outer;
    this.arm = kind === "arm" ? this : outer?.arm;
  }

  get run(): Run | undefined {
    return "run" in this.cause ? this.cause.run : undefined;
  }

  /** Why it is over; `undefined` while it is not. */
  get reason(): Error | undefined {
    return this.#reason ?? this.outer?.reason;
  }

  /** Made when somebody wants it: most attempts need none. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.reason) this.#controller.abort(this.reason);
      else this.#join();
    }
    return this.#controller.signal;
  }

  end(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#inner.forEach((inner) => inner.end(reason));
    this.#endings.forEach((ending) => ending());
    this.#controller?.abort(reason);
    this.leave();
  }

  /** It needs no ending any more: it has done what it had to. */
  leave(): void {
    if (this.outer) this.outer.#inner.delete(this);
    this.#inner.clear();
    this.#endings.clear();
  }

  /** Does something when it is ended, by itself or by what is around it. */
  onEnd(ending: () => void): void {
    this.#endings.add(ending);
    this.#join();
  }

  /** Notes a response, whose connection is open until somebody reads it. */
  hold(response: Response): void {
    if (this.outer) return this.outer.hold(response);
    if (this.#responses.length >= this.#room) {
      this.#responses = this.#responses.filter((each) => isUnread(each.deref()));
      this.#room = 64 + 2 * this.#responses.length;
    }
    this.#responses.push(new OwnWeakRef(response));
  }

  /** Its code has returned, with all that it left to be done: nobody will read what nobody has begun to read. */
  release(): void {
    for (let index = 0; index < this.#responses.length; index++) {
      const response = this.#responses[index].deref();
      if (isUnread(response)) response!.body!.cancel().catch(() => {});
    }
    this.#responses = [];
  }

  throwIfOver(): void {
    if (this.reason) throw this.reason;
  }

  #join(): void {
    if (!this.outer || this.outer.#inner.has(this)) return;
    this.outer.#inner.add(this);
    this.outer.#join();
  }
}

const OwnWeakRef = WeakRef;

const isUnread = (response: Response | undefined): boolean =>
  response !== undefined && !response.bodyUsed && response.body !== null && !response.body.locked;

const activities = new AsyncLocalStorage<Activity>();
// Programs have the class, too.
const { getStore, run } = AsyncLocalStorage.prototype;

/** What the code that runs now is at work for. */
export const activity = (): Activity | undefined => apply(getStore, activities, []) as Activity | undefined;

export function during<Value>(activity: Activity, body: () => Value): Value {
  return apply(run, activities, [activity, body]) as Value;
}
