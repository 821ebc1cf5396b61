import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("What programs see of the protocol", .timeLimit(.minutes(3)))
struct ProtocolReachTests {
    /// Has every method and accessor of what the runtime's code uses tell what passes through it.
    private static let spies = """
        const seen = [];
        const wanted = /printed|[0-9a-f]{32}/;
        const note = (value) => {
          try {
            let text = value;
            if (ArrayBuffer.isView(value)) text = String.fromCharCode(...new Uint8Array(value.buffer).slice(0, 2000));
            if (typeof text === "string" && seen.length < 400 && wanted.test(text)) seen.push(text.slice(0, 2000));
          } catch {}
        };
        const prototypes = [
          Object.getPrototypeOf(Uint8Array.prototype), Uint8Array.prototype, String.prototype, Array.prototype, Map.prototype,
          Set.prototype, TextEncoder.prototype, TextDecoder.prototype, Promise.prototype, Function.prototype,
          Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(new Set()[Symbol.iterator]()),
        ];
        const own = new Set(["constructor", "push", "slice"]);
        for (const prototype of prototypes) {
          for (const key of Reflect.ownKeys(prototype)) {
            const property = Object.getOwnPropertyDescriptor(prototype, key);
            if (own.has(key) || !property.configurable) continue;
            const spy = (original) => function (...values) {
              if (!busy) { busy = true; note(this); note(values[0]); note(values[1]); busy = false; }
              return Reflect.apply(original, this, values);
            };
            if (typeof property.value === "function") property.value = spy(property.value);
            else if (property.get) property.get = spy(property.get);
            else continue;
            Object.defineProperty(prototype, key, property);
          }
        }
        """

    @Test("Its token passes through no method that a program could replace")
    func token() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    let busy = true;
                    \(Self.spies)
                    busy = false;
                    "printed by a text".toLowerCase();
                    new TextEncoder().encode("printed by bytes").subarray(1);
                    console.log("printed");
                    await step.do("a", async () => ({ value: 1 }));
                    await step.sleep("s", 10);
                    await step.do("b", async () => "x".repeat(5000));
                    busy = true;
                    await step.waitForEvent("hold", { type: "go" });
                    return seen.join("\\n");
                    """))
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            let tokens = await fixture.runtime.messageTokens
            #expect(tokens.count == 1)
            try await deployed.send("go", to: "r1")
            let state = try await deployed.finished("r1")
            let output = state.output?.string ?? ""
            // Else the spies see nothing at all.
            #expect(output.contains("by a text") && output.contains("by bytes"), "\(state)")
            for token in tokens { #expect(!output.contains(token)) }
        }
    }

    @Test("Standard input is out of reach, and what is written to standard output is printed")
    func standardStreams() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const { stdin, stdout } = process;
                    stdout.write("written\\n");
                    return [stdin === undefined, stdout.isTTY];
                    """)
            #expect(try await deployed.result().output == [true, false])
            #expect(fixture.recorder.count("written") == 1)
        }
    }

    @Test("A process that sends more of a body than there is room for is ended")
    func room() async throws {
        var streams = WorkerStreams()
        let body = streams.receive(1) { _ in }
        for _ in 0..<WorkerStreams.room { #expect(streams.handle(.chunk(1, [1])) == nil) }
        var iterator = body.makeAsyncIterator()
        #expect(try await iterator.next() == [1])
        #expect(streams.handle(.chunk(1, [1])) == nil)
        #expect(streams.handle(.chunk(1, [1])) != nil)
        #expect(streams.handle(.chunk(2, [1])) == nil)
        _ = streams.receive(3) { _ in }
        #expect(streams.handle(.chunk(3, Array(repeating: 1, count: WorkerStreams.chunkBytes + 1))) != nil)
    }

    @Test(
        "A value that is nested too deeply to be read again is an error; less deeply it is kept",
        arguments: [(500, true), (501, false), (1_000, false)])
    func depth(levels: Int, isKept: Bool) async throws {
        try await LocalFixture.with { fixture in
            let value = "let value = 1; for (let level = 0; level < \(levels); level++) value = [value];"
            let step = try await fixture.deploy(
                run:
                    "return await step.do(\"a\", { retries: { limit: 0, delay: 1 } }, async () => { \(value) return value; });"
            )
            let state = try await step.result()
            #expect(state.status == (isKept ? .complete : .errored))
            #expect((state.output != nil) == isKept)
            if !isKept {
                #expect(state.error?.message == "The result of the step \"a\" is nested deeper than 500 levels")
            }
            let whole = try await fixture.deploy(
                LocalFixture.module("\(value) return value;"), id: "d2", workflow: "w2")
            #expect(try await whole.result("r2").status == (isKept ? .complete : .errored))
        }
    }

    @Test("A run whose output is not JSON ends its process, not with an output that nobody can read")
    func output() {
        let message: JSONValue = ["type": "ended", "run": 1, "value": "not json {{"]
        #expect((try? WorkerMessage(json: message)) == nil)
    }
}

extension LocalRuntime {
    /// Of the processes that run now.
    fileprivate var messageTokens: [String] {
        workers.table.all.map { $0.worker.process.token.text.trimmingCharacters(in: .whitespaces) }
    }
}
