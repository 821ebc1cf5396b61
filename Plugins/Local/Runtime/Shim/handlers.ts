// Calls of the handlers in a module's default export.
import { Activity, during, Scope } from "./activity.ts";
import { send } from "./channel.ts";
import { type Entrypoint, Receiver } from "./entrypoint.ts";
import { failure } from "./failures.ts";
import { request, responseValue } from "./http.ts";
import { type BatchValue, MessageBatch } from "./message-batch.ts";
import type { Failure, HostMessage } from "./messages.ts";
import { OwnMap } from "./primordials.ts";
import type { RemoteCall } from "./service-binding.ts";
import { sending } from "./streams.ts";
import { json } from "./values.ts";
import { lengthOf } from "./web.ts";

type Invocation = HostMessage & { op: "invoke" };

const abandoned = new OwnMap<number, AbortController>();

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

export async function invoke(invocation: Invocation, exported: Entrypoint, env: unknown): Promise<void> {
  const { call } = invocation;
  const context = new Context();
  const controller = new AbortController();
  abandoned.set(call, controller);
  const activity = new Activity({ invocation: call }, new Scope(""), "root");
  try {
    await during(activity, () => answer(invocation, new Receiver(exported, env, context), controller.signal));
  } catch (error) {
    send({ type: "answered", call, error: failure(error) });
  }
  await context.settled();
  activity.release();
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
  receiver: Receiver,
  signal: AbortSignal,
): Promise<void> {
  const input = JSON.parse(value);
  switch (handler) {
    case "fetch": {
      const response = await receiver.handler(handler)(request(input, body, signal));
      if (!(response instanceof Response)) throw new TypeError("The fetch handler returned no Response");
      if (response.status < 200) throw new TypeError(`The fetch handler answered with the status ${response.status}`);
      const value = responseValue(response);
      const length = response.body && lengthOf(response.body);
      if (typeof length === "number" && !response.headers.has("content-length")) {
        value.headers.push(["content-length", `${length}`]);
      }
      const sent = response.body ? sending(response.body) : undefined;
      send({ type: "answered", call, value: JSON.stringify(value), body: sent?.stream });
      return await sent?.sent;
    }
    case "queue": {
      const handle = receiver.handler(handler);
      const batch = new MessageBatch(input as BatchValue);
      let error: Failure | undefined;
      try {
        await handle(batch);
      } catch (thrown) {
        error = failure(thrown);
      }
      return send({ type: "answered", call, value: JSON.stringify({ ...batch.outcome, error }) });
    }
    case "scheduled":
      await receiver.handler(handler)({ ...input, noRetry() {} });
      return send({ type: "answered", call });
    case "rpc": {
      const { method, values } = input as RemoteCall;
      const result = await receiver.method(method)(
        ...values.map((text) => text === null ? undefined : JSON.parse(text)),
      );
      const text = json(result, `The result of "${method}"`);
      return send({ type: "answered", call, value: text === undefined ? undefined : JSON.stringify(text) });
    }
  }
}
