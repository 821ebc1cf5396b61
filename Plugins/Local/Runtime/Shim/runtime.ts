// What this runtime offers to generated code beside the platform's own interface.
import { Activity, activity, during } from "./activity.ts";
import { assign } from "./primordials.ts";
import { recorded } from "./step.ts";

/** Generated code looks for it under a registered symbol: `Plugins/WorkerBackend/Run/RuntimeHelper.swift`. */
const name = Symbol.for("millrace.runtime");

const runtime = Object.freeze({
  /** What the next step of a name returned when the run went through here before; `undefined` when it did not. */
  recorded,

  /** Runs an arm of the run, whose code is over when the signal aborts. */
  within<Value>(signal: AbortSignal, body: () => Value): Value {
    const outer = activity();
    if (!outer) return body();
    const arm = new Activity(outer.cause, outer.scope, "arm", outer);
    arm.onEnd(() => {
      arm.calls.forEach((call) => arm.run?.cancel(call, arm.reason));
    });
    signal.addEventListener("abort", () => arm.end(signal.reason), { once: true });
    return during(arm, body);
  },

  /** Sleeps in `body` wait for the end of another run. */
  awaiting<Value>(child: string, body: () => Value): Value {
    const outer = activity();
    if (!outer) return body();
    return during(assign(new Activity(outer.cause, outer.scope, "root", outer), { child }), body);
  },
});

export function offerRuntime(): void {
  Object.defineProperty(globalThis, name, { value: runtime });
}
