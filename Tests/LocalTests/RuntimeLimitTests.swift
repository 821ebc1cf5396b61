import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing
import Values

@testable import LocalRuntime

@Suite("Limits, their settings and their metrics", .timeLimit(.minutes(4)))
struct RuntimeLimitTests {
    private func count(_ limit: RuntimeLimit, _ fixture: LocalFixture) async throws -> Double {
        let metric = try await fixture.runtime.metrics().first { $0.name == "limited" }
        return metric?.samples.first { $0.labels["limit"] == limit.rawValue }?.value ?? 0
    }

    @Test("Each setting is declared once, and each limit names one that is, but for those that Cloudflare fixes")
    func settings() {
        let declared = LocalConfiguration.settings.map(\.name)
        #expect(Set(declared).count == declared.count)
        // The bundler declares it for all providers.
        #expect(Set(declared) == Set(LocalSetting.allCases.map(\.rawValue)).subtracting(["ESBUILD"]))
        let fixed = RuntimeLimit.allCases.filter { $0.setting == nil }
        #expect(fixed == [.value, .nesting, .statementValue, .statementResult, .statementBatch])
        for limit in RuntimeLimit.allCases where limit.setting != nil {
            #expect(limit.named == "(the operator's setting MILLRACE_LOCAL_\(limit.setting?.rawValue ?? ""))")
        }
    }

    @Test("The settings decide what they say")
    func values() {
        let configuration = LocalConfiguration(
            dataFolder: URL(filePath: "/nowhere"),
            settings: [
                "BODY": "7", "CONCURRENT_REQUESTS": "8", "RESPONSE_TIME": "9", "SLOTS": "11", "LOG_LINES": "12",
                "LOG_SIZE": "13", "DISK": "17", "DEPLOYMENT_MEMORY": "1000", "MEMORY": "100",
            ], searchPath: "")
        #expect(configuration.requestBytes == 7 << 20 && configuration.handlersAtATime == 8)
        #expect(configuration.requestTime == .seconds(9) && configuration.liveInstances == 11)
        #expect(configuration.logLimits == LogLimits(lines: 12, megabytes: 13))
        #expect(configuration.diskBytes == 17 << 20 && configuration.processesInMemory == 5)
    }

    @Test("What a deployment may store on the disk is limited in sum; reads and deletions go on")
    func disk() async throws {
        try await LocalFixture.with(settings: ["DISK": "6"]) { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.function(
                    """
                    const { code } = await request.json();
                    try { return Response.json(await new Function("kv", "db", `return (async () => { ${code} })()`)(env.KV, env.DB)); }
                    catch (error) { return Response.json(error.message); }
                    """), environment: ["KV_BINDING_ID": "kv", "DB_BINDING_ID": "db"],
                bindings: [.resource("kv_namespace", "KV"), .resource("d1", "DB")], kind: .script)
            func ask(_ code: String) async throws -> JSONValue? {
                try await deployed.post(["code": .string(code)]).json
            }
            #expect(try await ask("await db.exec('CREATE TABLE t (x)'); return 1;") == 1)
            let put = "for (let i = 0; i < 4; i++) await kv.put('k' + i, 'x'.repeat(2_000_000)); return 1;"
            #expect(try await ask(put) == 1)
            // What was measured is believed for a while.
            let refusal = try await eventually("it is refused", satisfies: { $0 != 1 }) { try await ask(put) }
            #expect(refusal?.string?.contains("MILLRACE_LOCAL_DISK") == true, "\(refusal?.text ?? "")")
            #expect(try await count(.disk, fixture) >= 1)
            #expect(try await ask("return (await db.prepare('SELECT 1 AS n').first()).n;") == 1)
            let statement = try await ask("await db.prepare('INSERT INTO t VALUES (1)').run(); return 1;")
            #expect(statement?.string?.contains("MILLRACE_LOCAL_DISK") == true, "\(statement?.text ?? "")")
            await #expect {
                _ = try await fixture.runtime.trigger(
                    TriggerRequest(deployment: deployed.handle, runId: "r", params: [:]))
            } throws: {
                let failure = $0 as? PluginFailure
                return failure?.local == .diskLimit && failure?.fault == .limit
            }
            #expect(try await ask("for (let i = 0; i < 4; i++) await kv.delete('k' + i); return 1;") == 1)
        }
    }

    @Test("A deployment has as many processes as its memory is enough for")
    func memory() async throws {
        try await LocalFixture.with(settings: ["MEMORY": "64", "DEPLOYMENT_MEMORY": "128"]) { fixture in
            let deployed = try await fixture.deploy(
                run: "await step.do('a', async () => { console.log('begun'); await new Promise(() => {}); });")
            try await deployed.trigger("r1")
            try await eventually("the step runs") { fixture.recorder.count("begun") == 1 }
            let record = try #require(try await fixture.runtime.journal.deployment("d1"))
            do {
                try await fixture.runtime.startBusy(record, "x")
                Issue.record("it is not refused")
            } catch let failure as PluginFailure {
                #expect(failure.local == .processes)
                #expect(failure.message.contains("MILLRACE_LOCAL_DEPLOYMENT_MEMORY"))
            }
            #expect(try await count(.deploymentMemory, fixture) == 1)
        }
    }

    @Test("The processes of a deployment share what it may print in a second")
    func prints() {
        let counters = RuntimeCounters()
        let limit = PrintLimit(linesPerSecond: 1_000, counters: counters)
        // Two readers of two processes: the second finds the burst of four seconds used up by the first.
        limit.wait(after: Array(repeating: 100, count: 4_000))
        #expect(counters.values.printDelaySeconds == 0)
        limit.wait(after: Array(repeating: 100, count: 100))
        #expect(counters.values.printDelaySeconds > 0)
    }

    @Test("Errors that a run catches count towards its state, and large ones are on the disk only, also for a replay")
    func errors() async throws {
        try await LocalFixture.with(settings: ["STATE": "2"], configure: { $0.idleTime = .milliseconds(20) }) {
            fixture in
            let deployed = try await fixture.deploy(
                run: """
                    const config = { retries: { limit: 0, delay: 0 } };
                    const lengths = [];
                    for (let i = 0; i < event.payload; i++) {
                      await step.do(`s${i}`, config, async () => { throw new RangeError("x".repeat(30_000)); })
                        .catch((error) => lengths.push(error.name, error.message.length));
                    }
                    await step.waitForEvent("e", { type: "go" });
                    return lengths;
                    """)
            try await deployed.trigger("fits", params: 3)
            _ = try await deployed.until("fits") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            let id = InstanceID(service: deployed.service, name: "fits")
            let machine = try #require(try await fixture.runtime.journal.machine(id))
            #expect(machine.steps.values.count { $0.state == .storedFailure } == 3)
            #expect(machine.valueBytes > 90_000)
            try await deployed.send("go", to: "fits")
            let output = try await deployed.finished("fits").output?.array ?? []
            #expect(output == Array(repeating: ["RangeError", 30_000] as [JSONValue], count: 3).flatMap { $0 })
            let steps = try await deployed.steps("fits").prefix(3)
            #expect(steps.allSatisfy { $0.status == .failed && $0.error?.name == "RangeError" })
            let run = try await deployed.result("large", params: 1_000)
            #expect(run.error?.name == "LimitExceeded" && run.error?.message.contains("MILLRACE_LOCAL_STATE") == true)
            #expect(try await count(.state, fixture) == 1)
        }
    }

    @Test("The errors of requests to functions name their settings, and count")
    func requests() async throws {
        try await LocalFixture.with(
            settings: ["REQUESTS": "5", "CONCURRENT_REQUESTS": "1"],
            configure: {
                $0.requestBytes = 1_000
                $0.requestTime = .milliseconds(300)
            }
        ) { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.function("await request.text(); await new Promise(() => {}); return new Response();"),
                kind: .script)
            async let first = deployed.post(["wait": true])
            let answers = try await [first, deployed.post(["text": .string(String(repeating: "x", count: 2_000))])]
            let late = try #require(answers.first)
            #expect(late.status == 504 && late.text.contains("MILLRACE_LOCAL_RESPONSE_TIME"), "\(late.text)")
            #expect(answers[1].status == 413 && answers[1].text.contains("MILLRACE_LOCAL_BODY"), "\(answers[1].text)")
            var rate = answers[1]
            for _ in 0..<6 where rate.status != 429 { rate = try await deployed.post(["text": "x"]) }
            #expect(rate.status == 429 && rate.text.contains("MILLRACE_LOCAL_REQUESTS"), "\(rate.text)")
            for limit in [RuntimeLimit.responseTime, .requestBody, .requestRate] {
                #expect(try await count(limit, fixture) >= 1, "\(limit)")
            }
        }
    }
}
