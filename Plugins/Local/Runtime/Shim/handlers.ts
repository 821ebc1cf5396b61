// Calls of the handlers in a module's default export.
import { send } from "./channel.ts";
import { failure } from "./failures.ts";
import { request, responseValue } from "./http.ts";
import { type BatchValue, MessageBatch } from "./message-batch.ts";
import type { Failure, Handler, HostMessage } from "./messages.ts";
import { sending } from "./streams.ts";

export type Handlers = Partial<Record<Handler, (input: unknown, env: unknown, context: Context) => unknown>>;

type Invocation = HostMessage & { op: "invoke" };

const abandoned = new Map<number, AbortController>();

/** What a handler gets as `ctx`. */
class Context {
  readonly props = {};
  readonly #work: Promise<unknown>[] = [];

  waitUntil(work: unknown): void {
    this.#work.push(Promise.resolve(work).catch((error) => console.error(error)));
  }

  passThroughOnException(): void {}

  /** Settles when all that was left to be done is, also what was left meanwhile. */
  async settled(): Promise<void> {
    for (let work = this.#work.shift(); work; work = this.#work.shift()) await work;
  }
}

export async function invoke(invocation: Invocation, handlers: Handlers, env: unknown): Promise<void> {
  const { call, handler } = invocation;
  const context = new Context();
  const controller = new AbortController();
  abandoned.set(call, controller);
  try {
    if (typeof handlers[handler] !== "function") throw new TypeError(`The module has no ${handler} handler`);
    await answer(invocation, handlers, env, context, controller.signal);
  } catch (error) {
    send({ type: "answered", call, error: failure(error) });
  }
  await context.settled();
  abandoned.delete(call);
  send({ type: "finished", call });
}

/** Whether a handler, or what it left to be done, is at work. */
export const isHandling = (): boolean => abandoned.size > 0;

export function abandon(call: number): void {
  abandoned.get(call)?.abort();
}

async function answer(
  { call, handler, value, body }: Invocation,
  handlers: Handlers,
  env: unknown,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  const input = JSON.parse(value);
  switch (handler) {
    case "fetch": {
      const response = await handlers.fetch?.(request(input, body, signal), env, context);
      if (!(response instanceof Response)) throw new TypeError("The fetch handler returned no Response");
      if (response.status < 200) throw new TypeError(`The fetch handler answered with the status ${response.status}`);
      const sent = response.body ? sending(response.body) : undefined;
      send({ type: "answered", call, value: JSON.stringify(responseValue(response)), body: sent?.stream });
      return await sent?.sent;
    }
    case "queue": {
      const batch = new MessageBatch(input as BatchValue);
      let error: Failure | undefined;
      try {
        await handlers.queue?.(batch, env, context);
      } catch (thrown) {
        error = failure(thrown);
      }
      return send({ type: "answered", call, value: JSON.stringify({ ...batch.outcome, error }) });
    }
    case "scheduled":
      await handlers.scheduled?.({ ...input, noRetry() {} }, env, context);
      return send({ type: "answered", call });
  }
}
