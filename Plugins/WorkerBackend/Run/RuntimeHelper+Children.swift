// Waiting for runs of other workflows.
extension RuntimeHelper {
    /// "Subscribe to events" (https://developers.cloudflare.com/workflows/build/subscribe-to-instance-events/): a subscription
    /// replays the events that it missed, so that an attempt that is cut off loses none. Only the first status waits for one,
    /// and not for long: a step that waits holds one of the account's concurrent instances, which the child may need, and a
    /// sleep does not.
    static let outputSource = """
        /** Waits for the end of a run by its events; gives the milliseconds of the limit when it was reached, or else 0. */
        async function $ended(instance: any, limit: number): Promise<number> {
          if (typeof instance.subscribe !== "function") return 0;
          let subscription: any;
          let timer: any;
          let isOver = false;
          const end = async () => {
            const filter = ["workflow_completed", "workflow_errored", "workflow_terminated"];
            const made = await instance.subscribe({ filter });
            if (isOver) return made[Symbol.dispose]?.();
            subscription = made;
            await made.next();
            return 0;
          };
          try {
            return await Promise.race([end(), new Promise<number>((resolve) => timer = setTimeout(resolve, limit, limit))]);
          } catch {
            // Without events its status tells.
            return 0;
          } finally {
            isOver = true;
            clearTimeout(timer);
            subscription?.[Symbol.dispose]?.();
          }
        }

        /** Waits for another workflow's run: by its events at first, then by sleeps between looks, longer each time. */
        async function $output(
          step: any, workflow: any, called: string, name: string, id: string, timeout: number,
        ): Promise<any> {
          const run = `run ${id} of the workflow "${called}"`;
          const longest = Math.max(60_000, timeout / 200);
          for (let look = 1, waited = 0, pause = 1_000; ; look++) {
            const state = await step.do(`${name}: status ${look}`, async () => {
              const instance = await workflow.get(id);
              const held = look === 1 ? await $ended(instance, Math.min(timeout, 30_000)) : 0;
              const { status, output, error } = await instance.status();
              return { status, output, error, ...(held > 0 ? { held } : {}) };
            });
            if (state.status === "complete") return state.output;
            if (state.status === "errored" || state.status === "terminated") {
              const cause = state.error?.message ?? state.error;
              const error = new Error(cause ? `${cause} (in the ${run})` : `The ${run} was ${state.status}`);
              if (state.error?.name) error.name = state.error.name;
              // The looks at it have succeeded: a step of its own shows that the node has failed, and why.
              return await step.do(`${name}: end`, { retries: { limit: 0, delay: 0 } }, async () => {
                throw error;
              });
            }
            const held = state.held ?? 0;
            waited += held;
            if (waited >= timeout) throw new Error(`The ${run} did not end within ${timeout / 1_000} seconds`);
            pause = Math.min(Math.max(pause, held), timeout - waited);
            const rest = () => step.sleep(`${name}: wait ${look}`, pause);
            await ($runtime ? $runtime.awaiting(id, rest) : rest());
            waited += pause;
            pause = Math.min(pause * 2, longest);
          }
        }
        """
}
