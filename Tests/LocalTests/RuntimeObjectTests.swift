import JSON
import PluginMessages
import TestSupport
import Testing

/// Programs may replace all that the language has: what the runtime's code hands through it must not be its own objects, by
/// which a program would speak for other runs.
@Suite("What programs see of the runtime's objects", .timeLimit(.minutes(3)))
struct RuntimeObjectTests {
    /// Looks at all that passes through what a program can replace, and keeps what belongs to the runtime.
    private static let spies = """
        import { AsyncLocalStorage } from "node:async_hooks";
        const found = [];
        let isLooking = false;
        const { apply, construct, ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect;
        const everything = Object.prototype;
        const hasOwn = Object.hasOwn;
        const look = (value) => {
          if ((typeof value !== "object" && typeof value !== "function") || value === null || value === everything) return;
          for (const name of ["tell", "ask", "report", "cause", "scope", "settle"]) if (name in value) found.push(name);
          if (hasOwn(value, "type") && (hasOwn(value, "run") || hasOwn(value, "call"))) found.push(`message ${value.type}`);
          if (hasOwn(value, "token")) found.push("token");
          if (hasOwn(value, "probe")) found.push("probe");
        };
        const looking = (first, values = []) => {
          if (isLooking) return;
          isLooking = true;
          look(first);
          for (let index = 0; index < values.length; index++) look(values[index]);
          isLooking = false;
        };
        const spy = (original) => function (...values) {
          looking(this, values);
          const result = apply(original, this, values);
          looking(result, [result?.value]);
          return result;
        };
        const iterator = (value) => Object.getPrototypeOf(value[Symbol.iterator]());
        const places = [
          Map.prototype, Set.prototype, WeakMap.prototype, Array.prototype, Promise.prototype, Function.prototype,
          AsyncLocalStorage.prototype, Iterator.prototype, iterator([]), iterator(new Set()), iterator(new Map()),
          Object, JSON, Promise, Array, AbortSignal, EventTarget.prototype, AbortController.prototype,
        ];
        for (const place of places) {
          for (const name of ownKeys(place)) {
            const property = getOwnPropertyDescriptor(place, name);
            if (name === "constructor" || !property.configurable) continue;
            if (typeof property.value === "function") property.value = spy(property.value);
            else if (property.get) property.get = spy(property.get);
            else continue;
            defineProperty(place, name, property);
          }
        }
        // What an object does not have is asked of its prototype, with the object.
        const absent = [
          "type", "run", "call", "kind", "lines", "className", "token", "body", "child", "begun", "isHeld", "proxy", "toJSON",
        ];
        for (const name of absent) {
          defineProperty(everything, name, {
            configurable: true,
            get() {
              looking(this);
              if (name === "toJSON" && !isLooking && ownKeys(this).includes("type")) found.push("toJSON");
            },
            set(value) {
              looking(this);
              defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
            },
          });
        }
        for (const name of ["Map", "Set", "Promise", "WeakMap"]) {
          globalThis[name] = new Proxy(globalThis[name], {
            construct(original, values, made) {
              const result = construct(original, values, made);
              looking(undefined, values);
              // A set of the runtime's would have its messages.
              if (name !== "Promise") found.push(`a new ${name}`);
              return result;
            },
          });
        }

        """

    private static let program =
        spies
        + LocalFixture.module(
            """
            if (event.payload === "other") {
              await step.waitForEvent("hold", { type: "go" });
              return "other";
            }
            await step.do("a", async ({ signal }) => ({ value: signal.aborted }));
            await step.do("slow", () => new Promise((done) => setTimeout(done, 50)));
            await step.do("fails", { retries: { limit: 0, delay: 0 } }, async () => { throw new Error("no"); })
              .catch(() => {});
            await step.sleep("s", 5);
            const runtime = globalThis[Symbol.for("millrace.runtime")];
            await runtime.awaiting("child", () => step.sleep("c", 1));
            await runtime.within(new AbortController().signal, () => step.do("arm", async () => 1));
            console.log("printed");
            const before = found.length;
            new Array(1).concat({ probe: 1 });
            const probes = found.splice(before);
            isLooking = true;
            return { found: found.join(), probes: probes.join() };
            """)

    @Test("No object of the runtime passes through what a program can replace; other runs are out of its reach")
    func objects() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(Self.program)
            try await deployed.trigger("r2", params: "other")
            _ = try await deployed.until("r2") { $0.status == .waiting }
            let state = try await deployed.result("r1")
            // Else the spies see nothing at all.
            #expect(state.output?["probes"]?.string?.contains("probe") == true, "\(state)")
            #expect(state.output?["found"] == "", "\(state)")
            #expect(try await deployed.state("r2").status == .waiting)
            try await deployed.send("go", to: "r2")
            #expect(try await deployed.finished("r2").output == "other")
        }
    }

    @Test("A toJSON of all objects is not given the runtime's messages", arguments: ["Object", "Array", "String"])
    func serialization(type: String) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                """
                let isForging = true;
                Object.defineProperty(\(type).prototype, "toJSON", {
                  configurable: true,
                  get() {
                    const { type } = this;
                    if (!isForging || type === undefined) return undefined;
                    return () => ({ type: "ended", run: this.run, value: '"forged"' });
                  },
                });

                """
                    + LocalFixture.module(
                        """
                        await step.do("a", async () => 1);
                        await step.do("fails", { retries: { limit: 0, delay: 0 } }, async () => { throw new Error("no"); })
                          .catch(() => {});
                        await step.sleep("s", 5);
                        return "genuine";
                        """))
            #expect(try await deployed.result().output == "genuine")
            #expect(try await deployed.steps("r1").map(\.status) == [.succeeded, .failed, .succeeded])
        }
    }
}
