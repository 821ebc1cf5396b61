import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Steps that return a stream", .timeLimit(.minutes(3)))
struct StreamResultTests {
    @Test("Its content is kept, larger than other results may be, and is there again after the process ended")
    func kept() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const body = await step.do("fetch", async () => {
                      console.log("fetching");
                      return new Response(new Uint8Array(3 << 20).map((_, index) => index * 7)).body;
                    });
                    const before = await new Response(body).bytes();
                    await step.waitForEvent("wait", { type: "go" });
                    const empty = await step.do("empty", async () => new Blob([]).stream());
                    return [before.length, before[5], before.at(-1), (await new Response(empty).bytes()).length];
                    """)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            await fixture.runtime.shutdown()
            try await LocalFixture.with(folder: fixture.folder) { second in
                let again = deployed.at(second.runtime)
                try await again.send("go", to: "r1")
                #expect(try await again.finished("r1").output == [3_145_728, 35, 249, 0])
                #expect(second.recorder.count("fetching") == 0)
            }
            #expect(fixture.recorder.count("fetching") == 1)
        }
    }

    @Test(
        "What cannot be kept fails the step at once, and says why; a stream that breaks off is tried again",
        arguments: [
            (
                "return new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)); } });",
                "The stream that the step \"a\" returned is larger than 32 MiB", 1
            ),
            (
                "return new ReadableStream({ start(c) { c.enqueue(\"text\"); c.close(); } });",
                "The stream that the step \"a\" returned has chunks that are not Uint8Arrays", 1
            ),
            (
                "const stream = new Response(\"x\").body; stream.getReader(); return stream;",
                "The stream that the step \"a\" returned is being read elsewhere", 1
            ),
            ("return new ReadableStream({ pull() { throw new Error(\"broke off\"); } });", "broke off", 2),
        ])
    func refused(body: String, message: String, attempts: Int) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                run: """
                    await step.do("a", { retries: { limit: 1, delay: 1 } }, async () => {
                      console.log("attempt");
                      \(body)
                    });
                    """)
            let state = try await deployed.result()
            #expect(state.status == .errored && state.error?.message == message)
            #expect(fixture.recorder.count("attempt") == attempts)
        }
    }
}
