/// The functions that run the arms of `parallel` and `race` in a workflow.
///
/// On a Millrace server they ask the runtime what an earlier replay of the run has recorded. Cloudflare has only
/// `step.do`, which cannot be asked: there a replay of a race holds back the steps that it has not seen until nothing is
/// answered from the record any more. What an arm that is over asks of `step` waits for ever; its attempt that runs ends
/// as one that is not tried again.
enum ArmHelpers {
    static let runtime = """
        /** What a Millrace server offers to a run beside the platform's interface; undefined elsewhere. */
        const $runtime: any = (globalThis as any)[Symbol.for("millrace.runtime")];
        """

    static let arms = """
        /** The steps of an arm. They wait while the arm is held, and for ever once it is over. */
        class $Arm {
          readonly #over = new AbortController();
          readonly #step: any;
          readonly #race: $Race;
          #gate?: Promise<void>;
          #open = () => {};

          constructor(step: any, race: $Race) {
            this.#step = step;
            this.#race = race;
          }

          run(arm: (step: any) => Promise<any>): Promise<any> {
            return $runtime ? $runtime.within(this.#over.signal, () => arm(this)) : arm(this);
          }

          hold(): void {
            this.#gate = new Promise((resolve) => this.#open = resolve);
          }

          release(): void {
            this.#gate = undefined;
            this.#open();
          }

          /** @param why It names what ended the arm. */
          end(why: string): void {
            this.#over.abort(new Error(`${why}: this step was cancelled`));
          }

          do(name: string, ...rest: any[]): Promise<any> {
            // What follows the function are the step's rollback options.
            const at = rest.findIndex((value) => typeof value === "function");
            const own = rest.map((value, index) => index === at ? (context: any) => this.#attempt(context, value) : value);
            return this.#ask(() => this.#step.do(name, ...own));
          }

          sleep(...rest: any[]): Promise<any> {
            return this.#ask(() => this.#step.sleep(...rest));
          }

          sleepUntil(...rest: any[]): Promise<any> {
            return this.#ask(() => this.#step.sleepUntil(...rest));
          }

          waitForEvent(...rest: any[]): Promise<any> {
            return this.#ask(() => this.#step.waitForEvent(...rest));
          }

          /** Runs code of the arm outside its steps, whose value the arm gets while it is not over. */
          own(code: () => Promise<any>): Promise<any> {
            return this.#ask(() => this.#step instanceof $Arm ? this.#step.own(code) : code());
          }

          async #ask(request: () => Promise<any>): Promise<any> {
            while (this.#gate) await this.#gate;
            try {
              return await request();
            } finally {
              this.#race.answers++;
              while (this.#gate) await this.#gate;
            }
          }

          async #attempt(context: any, callback: (context: any) => any): Promise<any> {
            const over = this.#over.signal;
            const signal = context?.signal ? AbortSignal.any([context.signal, over]) : over;
            let leave = () => {};
            const left = new Promise<never>((_, reject) => {
              leave = () => reject(new NonRetryableError(over.reason.message));
            });
            if (over.aborted) leave();
            over.addEventListener("abort", leave);
            try {
              for (let seen = -1; this.#race.isReplay && seen !== this.#race.answers;) {
                seen = this.#race.answers;
                await Promise.race([left, new Promise((resolve) => setTimeout(resolve, 500))]);
              }
              return await Promise.race([left, over.aborted ? left : callback({ ...context, signal })]);
            } finally {
              over.removeEventListener("abort", leave);
            }
          }
        }

        interface $Race {
          /** Whether the run was here before, and what it did is being answered. */
          isReplay: boolean;
          answers: number;
        }

        /** What ended arms: the one that won or failed, with its error, and those that had ended before it. */
        interface $Decision {
          arm: number;
          ended: number[];
          error?: string;
        }

        /** Waits until an arm of a race has ended, or another arm has failed; others are held then. Nothing: all have ended. */
        function $decide(isRace: boolean, own: $Arm[], runs: (Promise<any> | undefined)[]): Promise<$Decision | undefined> {
          const ended: number[] = [];
          let isOpen = true;
          return new Promise((resolve) => {
            const decide = (decision?: $Decision) => {
              if (!isOpen) return;
              isOpen = false;
              if (decision) own.forEach((arm) => arm.hold());
              resolve(decision);
            };
            runs.forEach((run, arm) =>
              run?.then(() => {
                if (isRace) decide({ arm, ended });
                else if (ended.push(arm) === runs.length) decide();
              }, (error) => decide({ arm, ended: [...ended], error: `${error?.message ?? error}`.slice(0, 1_000) }))
            );
          });
        }

        /** Follows a decision: the arms in it go on to their end, and the code of all others is over. */
        async function $follow(
          { arm, ended, error }: $Decision, name: string, own: $Arm[], runs: (Promise<any> | undefined)[],
          forget?: (arm: number) => void,
        ): Promise<any> {
          const going = [...ended, arm];
          const why = error === undefined
            ? `Arm ${arm + 1} of "${name}" finished first`
            : `Arm ${arm + 1} of "${name}" failed (${error})`;
          own.forEach((other, index) => {
            if (going.includes(index)) return other.release();
            other.end(why);
            forget?.(index);
          });
          await Promise.allSettled(going.map((index) => runs[index]));
          return await runs[arm];
        }

        /** Runs arms side by side. A step records which one won or failed, and every replay follows that. */
        async function $arms(
          step: any, name: string, isRace: boolean, arms: ((step: any) => Promise<any>)[], forget?: (arm: number) => void,
        ): Promise<any> {
          const record = `${name}: ${isRace ? "winner" : "stopped"}`;
          const known: $Decision | undefined = await $runtime?.recorded(record);
          const race = { isReplay: false, answers: 0 };
          if (isRace && !$runtime) {
            race.isReplay = true;
            await step.do(`${name}: begin`, async () => {
              race.isReplay = false;
            });
          }
          const own = arms.map(() => new $Arm(step, race));
          const runs = arms.map((arm, index) => {
            return !known || [known.arm, ...known.ended].includes(index) ? own[index].run(arm) : undefined;
          });
          if (known) return await $follow(known, name, own, runs, forget);
          const decision = await $decide(isRace, own, runs);
          if (!decision) return await Promise.all(runs);
          return await $follow(await step.do(record, async () => decision), name, own, runs, forget);
        }
        """

    static let race = """
        /** Runs arms until one has ended; its value, or its error, is the race's. */
        function $race(
          step: any, name: string, arms: ((step: any) => Promise<any>)[], forget?: (arm: number) => void,
        ): Promise<any> {
          return $arms(step, name, true, arms, forget);
        }
        """

    static let all = """
        /** Runs arms until all have ended, or one has failed. */
        function $all(
          step: any, name: string, arms: ((step: any) => Promise<any>)[], forget?: (arm: number) => void,
        ): Promise<any> {
          return $arms(step, name, false, arms, forget);
        }
        """

    static let attempt = """
        /**
         * An attempt of a step: its `ctx.signal`, its `fetch` and, where there is a guard, its `env` end with it. A Millrace
         * server sees to that itself.
         */
        function $attempt(
          timeout: number, body: (context: any, fetch: typeof globalThis.fetch, env?: any) => Promise<any>, env?: any,
          guard?: (env: any, signal: AbortSignal) => any,
        ): (context: any) => Promise<any> {
          return async (context) => {
            if ($runtime) return await body(context, fetch, env);
            const own = new AbortController();
            const signal: AbortSignal = context?.signal ? AbortSignal.any([context.signal, own.signal]) : own.signal;
            const end = (why: string) => own.abort(new Error(`The attempt ${why}: it has ended`));
            const timer = setTimeout(() => end(`ran longer than ${timeout} ms`), Math.min(timeout, 2 ** 31 - 1));
            try {
              return await body({ ...context, signal }, async (input, init) => {
                signal.throwIfAborted();
                const asked = init?.signal ?? (input instanceof Request ? input.signal : undefined);
                return await fetch(input, { ...init, signal: asked ? AbortSignal.any([asked, signal]) : signal });
              }, guard?.(env, signal));
            } catch (error) {
              end("failed");
              throw error;
            } finally {
              clearTimeout(timer);
            }
          };
        }
        """

    static let guarded = """
        /** An `env` whose bindings refuse what they are asked once a signal has aborted. */
        function $guarded(env: any, signal: AbortSignal): any {
          const guards = new Map<object, any>();
          const guarded = new WeakMap<object, object>();
          // What a binding is given back, such as statements in a batch, is what it made.
          const own = (value: any): any => Array.isArray(value) ? value.map(own) : guarded.get(value) ?? value;
          const isPart = (value: any) =>
            typeof value === "object" && value !== null && typeof value.then !== "function" && !Array.isArray(value) &&
            !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer) && !(value instanceof ReadableStream);
          const guard = (value: any): any => {
            if (!isPart(value)) return value;
            const known = guards.get(value);
            if (known) return known;
            const proxy = new Proxy(value, {
              get(target, name) {
                const member = Reflect.get(target, name);
                if (typeof member !== "function") return member;
                return (...values: any[]) => {
                  signal.throwIfAborted();
                  return guard(Reflect.apply(member, target, values.map(own)));
                };
              },
            });
            guards.set(value, proxy);
            guarded.set(proxy, value);
            return proxy;
          };
          return new Proxy({}, {
            get: (_, name) => guard(env[name]),
            has: (_, name) => name in env,
            ownKeys: () => Reflect.ownKeys(env),
            getOwnPropertyDescriptor: (_, name) =>
              name in env ? { value: guard(env[name]), enumerable: true, configurable: true, writable: false } : undefined,
          });
        }
        """

    static let globals = """
        /** The global object with the `fetch` of an attempt. */
        function $globals(fetch: any): any {
          if (fetch === globalThis.fetch) return globalThis;
          return new Proxy(globalThis, {
            get(target, name) {
              if (name === "fetch") return fetch;
              const value = Reflect.get(target, name);
              // The platform's functions, other than its classes, want the object that they are of.
              return typeof value === "function" && /^[a-z]/.test(String(name)) ? value.bind(target) : value;
            },
          });
        }
        """

    static let signals = """
        /** The signals of attempts, for the code of nodes, whose requests end with them. */
        const $signals = new $AsyncLocalStorage<AbortSignal>();

        /** Runs an attempt's code. A Millrace server knows which attempt a request is of. */
        function $during<Value>(signal: AbortSignal, body: () => Value): Value {
          return $runtime ? body() : $signals.run(signal, body);
        }

        /** `fetch` for the code of nodes. */
        async function $fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
          const signal = $signals.getStore();
          if (!signal) return await fetch(input, init);
          signal.throwIfAborted();
          const asked = init?.signal ?? (input instanceof Request ? input.signal : undefined);
          return await fetch(input, { ...init, signal: asked ? AbortSignal.any([asked, signal]) : signal });
        }
        """
}
