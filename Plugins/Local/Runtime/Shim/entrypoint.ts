// What a module's default export answers calls with.
import { WorkerEntrypoint } from "./cloudflare-workers.ts";
import type { Handler } from "./messages.ts";

type Handlers = Partial<Record<Handler, unknown>>;
type EntrypointClass = new (context: unknown, env: unknown) => Handlers;

/** An object of handlers, or a class that each call has an instance of. */
export type Entrypoint = Handlers | EntrypointClass;

/** "Workers: RPC, reserved methods" of Cloudflare's documentation, and what would make promises of bindings. */
const reserved = new Set([
  "constructor",
  "fetch",
  "connect",
  "dup",
  "then",
  "alarm",
  "webSocketMessage",
  "webSocketClose",
  "webSocketError",
]);

export function isEntrypointClass(exported: Entrypoint): exported is EntrypointClass {
  return typeof exported === "function" && exported.prototype instanceof WorkerEntrypoint;
}

/** What answers one call. */
export class Receiver {
  readonly #target: Handlers;
  readonly #isInstance: boolean;
  /** What handlers of an object get beside the input; a class has it in its instance. */
  readonly #surroundings: unknown[];

  constructor(exported: Entrypoint, env: unknown, context: unknown) {
    this.#isInstance = isEntrypointClass(exported);
    this.#target = isEntrypointClass(exported) ? new exported(context, env) : exported;
    this.#surroundings = this.#isInstance ? [] : [env, context];
  }

  handler(name: Handler): (input: unknown) => unknown {
    const found = this.#target[name];
    if (typeof found !== "function") throw new TypeError(`The module has no ${name} handler`);
    return (input) => found.call(this.#target, input, ...this.#surroundings);
  }

  /** A method that other Workers may call: one of the class, not of the instance. */
  method(name: string): (...values: unknown[]) => unknown {
    if (!this.#isInstance) {
      throw new TypeError(
        `"${name}" cannot be called: the module's default export is not a class that extends WorkerEntrypoint`,
      );
    }
    if (reserved.has(name)) throw new TypeError(`"${name}" is reserved, and cannot be called`);
    const found = Object.hasOwn(this.#target, name) ? undefined : Reflect.get(this.#target, name);
    if (typeof found !== "function" || found === Reflect.get(Object.prototype, name)) {
      throw new TypeError(`The Worker's class has no method "${name}"`);
    }
    return (...values) => found.apply(this.#target, values);
  }
}
