// The ways in which a program reaches the network, closed to code whose activity is over.
import { activity } from "./activity.ts";

export function takeNetwork(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const current = activity();
    if (!current) return await fetch(input, init);
    current.throwIfOver();
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const signal = own ? AbortSignal.any([own, current.signal]) : current.signal;
    return await fetch(input, { ...init, signal });
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
