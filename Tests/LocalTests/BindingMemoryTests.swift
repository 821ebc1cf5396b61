import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Memory of binding calls", .timeLimit(.minutes(3)))
struct BindingMemoryTests {
    private static func resource(_ type: String) -> Binding { .resource(type, "R") }

    /// Deploys a function whose handler has this body; `env.R` is a resource of the type.
    private func deploy(
        _ body: String, _ type: String, id: String = "d1", in fixture: LocalFixture
    ) async throws -> Deployed {
        try await fixture.deploy(
            LocalFixture.function(body), id: id, workflow: id, environment: ["R_BINDING_ID": "r-\(id)"],
            bindings: [Self.resource(type)], kind: .script)
    }

    private func metric(
        _ name: String, _ fixture: LocalFixture, limit: String? = nil
    ) async throws -> Double {
        let metric = try await fixture.runtime.metrics().first { $0.name == name }
        return metric?.samples.first { limit == nil || $0.labels["limit"] == limit }?.value ?? 0
    }

    @Test("Bodies that go on and on are refused beyond the limit of their deployment, while others' calls are served")
    func bodies() async throws {
        try await LocalFixture.with(settings: ["BINDING_MEMORY": "2"]) { fixture in
            let stuck = try await deploy(
                """
                const body = () => new ReadableStream({ start(own) { own.enqueue(new Uint8Array(900_000)); } });
                return new Response(await new Promise((resolve) => {
                  for (let n = 0; n < 5; n++) env.R.put(`k${n}`, body()).catch((error) => resolve(error.message));
                }));
                """, "kv_namespace", in: fixture)
            let refusal = try await stuck.ask().text
            #expect(refusal.contains("hold 2 MiB") && refusal.contains("MILLRACE_LOCAL_BINDING_MEMORY"), "\(refusal)")
            #expect(try await metric("limited", fixture, limit: "binding.memory") >= 1)
            let held = try await metric("binding_bytes", fixture)
            #expect(held > 0 && held <= Double(2 << 20))
            let other = try await deploy(
                "await env.R.put('k', new Uint8Array(900_000)); return new Response((await env.R.get('k')).length);",
                "kv_namespace", id: "d2", in: fixture)
            #expect(try await other.ask().text == "900000")
            _ = try await deploy("return new Response();", "kv_namespace", in: fixture)
            try await eventually("all is released", equals: 0) { try await metric("binding_bytes", fixture) }
        }
    }

    @Test(
        "What a program reads takes memory until it has it",
        arguments: [
            ("kv_namespace", 4, "env.R.get('k', 'stream')", "env.R.put('k', content)"),
            ("r2_bucket", 2, "env.R.get('k').then((object) => object.body)", "env.R.put('k', content)"),
        ])
    func results(type: String, megabytes: Int, read: String, write: String) async throws {
        try await LocalFixture.with(settings: ["BINDING_MEMORY": "\(megabytes)"]) { fixture in
            let function = try await deploy(
                """
                const content = new Uint8Array(3_000_000);
                await \(write);
                const read = () => \(read);
                const length = async (body: any) => (await new Response(body).arrayBuffer()).byteLength;
                const kept = [], refusals = [];
                for (let n = 0; n < 3; n++) await read().then((body: any) => kept.push(body), (e: any) => refusals.push(e.message));
                for (const body of kept) await length(body);
                let later: any;
                while (!later) later = await read().catch(() => scheduler.wait(10));
                return Response.json([kept.length, refusals.length, refusals[0], await length(later)]);
                """, type, in: fixture)
            let answer = try await function.ask()
            let outcome = try #require(answer.json?.array, "\(answer.text)")
            #expect(outcome[0].int == 1 && outcome[1].int == 2 && outcome[3].int == 3_000_000, "\(outcome)")
            #expect(outcome[2].string?.contains("MILLRACE_LOCAL_BINDING_MEMORY") == true, "\(outcome)")
            try await eventually("all is released", equals: 0) { try await metric("binding_bytes", fixture) }
        }
    }

    @Test("A content that is read through the API takes memory, too: one that is larger than the limit is refused")
    func contents() async throws {
        try await LocalFixture.with(settings: ["BINDING_MEMORY": "2"]) { fixture in
            func ask(
                _ endpoint: String, _ parameters: [String: String] = [:], body: JSONObject = [:], bytes: Int? = nil
            ) async throws -> ResourceResponse {
                let content = bytes.map { Data(repeating: 7, count: $0).base64EncodedString() }
                return try await fixture.runtime.respond(
                    to: ResourceRequest(
                        endpoint: endpoint, parameters: parameters, body: body, bytes: content,
                        credentials: Credentials(connectionId: "c1", values: [:]), canWrite: true))
            }
            _ = try await ask("r2.create", body: ["name": "files"])
            for (key, bytes) in [("small", 2 << 20), ("large", (2 << 20) + 1)] {
                _ = try await ask("r2.put", ["bucketName": "files", "key": key], bytes: bytes)
            }
            for _ in 0..<3 {
                let small = try await ask("r2.object", ["bucketName": "files", "key": "small"])
                #expect(small.bytes.flatMap { Data(base64Encoded: $0) }?.count == 2 << 20)
                let failure = await #expect(throws: PluginFailure.self) {
                    _ = try await ask("r2.object", ["bucketName": "files", "key": "large"])
                }
                #expect(failure?.code == "local.resource.large" && failure?.fault == .invalid, "\(failure as Any)")
                #expect(failure?.message.contains("2 MiB") == true)
            }
            #expect(try await metric("limited", fixture, limit: "resource.content") == 3)
            #expect(try await metric("binding_bytes", fixture) == 0)
        }
    }

    @Test("Arguments count, too: those of one call that are larger than the limit are refused")
    func arguments() async throws {
        try await LocalFixture.with(settings: ["BINDING_MEMORY": "1"]) { fixture in
            let function = try await deploy(
                """
                const query = (length: number) => env.R.prepare("SELECT length(?) AS n").bind("x".repeat(length)).first("n");
                return Response.json([await query(1_500_000).catch((error: any) => error.message), await query(500_000)]);
                """, "d1", in: fixture)
            let outcome = try #require(try await function.ask().json?.array)
            #expect(outcome[0].string?.contains("MILLRACE_LOCAL_BINDING_MEMORY") == true, "\(outcome)")
            #expect(outcome[1].int == 500_000)
        }
    }

    @Test(
        "A deployment may take as much as it leaves free, so that those that come later have some; what ends is given back"
    )
    func fairness() throws {
        let counters = RuntimeCounters()
        let memory = BindingMemory(limit: 600, total: 1_000, counters: counters)
        func fill(_ claim: BindingMemory.Claim, _ bytes: Int) throws {
            try claim.take(bytes)
            #expect(throws: PluginFailure.self) { try claim.take(1) }
        }
        let first = memory.claim(for: "first")
        try fill(first, 500)
        do {
            let second = memory.claim(for: "second")
            try fill(second, 250)
            let third = memory.claim(for: "third")
            try fill(third, 125)
            #expect(counters.values.limited == ["binding.totalMemory": 3])
            // A second call of a deployment has no more than the first.
            #expect(throws: PluginFailure.self) { try memory.claim(for: "first").take(1) }
            third.give(100)
            #expect(memory.bytes == 775)
            withExtendedLifetime((second, third)) {}
        }
        #expect(memory.bytes == 500)
        let limited = BindingMemory(limit: 600, total: 10_000, counters: counters).claim(for: "first")
        try fill(limited, 600)
        #expect(counters.values.limited["binding.memory"] == 1)
        withExtendedLifetime(first) {}
    }

    @Test("However many deployments there are, they have no more than the total")
    func total() {
        var random = SeededGenerator(seed: Stress.seed)
        let memory = BindingMemory(limit: 400, total: 1_000, counters: RuntimeCounters())
        let claims = (0..<20).map { memory.claim(for: "d\($0)") }
        var taken = [Int](repeating: 0, count: claims.count)
        for _ in 0..<20_000 {
            let index = Int.random(in: 0..<claims.count, using: &random)
            if Bool.random(using: &random) {
                let bytes = Int.random(in: 1...100, using: &random)
                if (try? claims[index].take(bytes)) != nil { taken[index] += bytes }
            } else {
                claims[index].give(taken[index])
                taken[index] = 0
            }
            #expect(memory.bytes == taken.reduce(0, +) && memory.bytes <= 1_000 && taken[index] <= 400)
        }
    }
}
