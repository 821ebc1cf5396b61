// The ways in which a program reaches the network, closed to code whose activity is over.
import { AsyncLocalStorage } from "node:async_hooks";
import process from "node:process";
import { activity } from "./activity.ts";

interface Destroyable {
  reusedSocket?: boolean;
  destroy(error?: Error): unknown;
  once(event: string, listener: () => void): unknown;
}

// deno-lint-ignore no-explicit-any
type Callable = (...values: any[]) => any;

export function takeNetwork(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const current = activity();
    if (!current) return await fetch(input, init);
    current.throwIfOver();
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const signal = own ? AbortSignal.any([own, current.signal]) : current.signal;
    const response = await fetch(input, { ...init, signal });
    current.hold(response);
    return response;
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(...values: ConstructorParameters<typeof WebSocket>) {
      activity()?.throwIfOver();
      super(...values);
    }
  };
  globalThis.EventSource = class extends EventSource {
    constructor(...values: ConstructorParameters<typeof EventSource>) {
      activity()?.throwIfOver();
      super(...values);
    }
  };
}

/** Whether a socket is opened for a request, which ends by itself: others may use the socket after it. */
const requests = new AsyncLocalStorage<boolean>();

/** Ends what an activity has opened with the activity. */
function endWithActivity(opened: Destroyable): void {
  const current = activity();
  if (!current) return;
  const { signal } = current;
  const end = () => {
    // Deno makes a request again, on another socket, that is destroyed on one that others had before.
    if (opened.reusedSocket) opened.reusedSocket = false;
    opened.destroy(current.reason);
  };
  signal.addEventListener("abort", end, { once: true });
  opened.once("close", () => signal.removeEventListener("abort", end));
}

/** Closes what Node's modules open in the same way. To be called before any program imports them: it gets these then. */
export function takeSockets(): void {
  const net = process.getBuiltinModule("node:net") as unknown as { Socket: { prototype: { connect: Callable } } };
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (this: Destroyable, ...values) {
    const reason = activity()?.reason;
    // Whoever opens a socket is told of errors by an event.
    if (reason) return this.destroy(reason);
    if (!requests.getStore()) endWithActivity(this);
    return connect.apply(this, values);
  };
  for (const name of ["node:http", "node:https"]) {
    const module = process.getBuiltinModule(name) as Record<string, Callable>;
    for (const method of ["request", "get"]) module[method] = requesting(module[method]);
    if (!module.ClientRequest) continue;
    const construct = module.ClientRequest;
    const ClientRequest = requesting((...values) => Reflect.construct(construct, values));
    ClientRequest.prototype = construct.prototype;
    module.ClientRequest = ClientRequest;
  }
}

/** A function that makes a request of Node's `http`. A socket that was left open would take it without being opened. */
function requesting(make: Callable): Callable {
  return function (...values) {
    activity()?.throwIfOver();
    const request = requests.run(true, () => make(...values));
    endWithActivity(request);
    return request;
  };
}
