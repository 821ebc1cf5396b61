import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("What the local provider measures", .timeLimit(.minutes(4)))
struct MetricsTests {
    private func value(
        _ name: String, _ fixture: LocalFixture, _ labels: [String: String] = [:]
    ) async throws -> Double? {
        let metric = try await fixture.runtime.metrics().first { $0.name == name }
        return metric?.samples.first { $0.labels == labels }?.value
    }

    @Test("Runs, places, processes, the journal and its commits")
    func runs() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: "return await step.waitForEvent('e', { type: 'go' });")
            for id in ["a", "b"] {
                try await deployed.trigger(id)
                _ = try await deployed.until(id) { $0.status == .waiting }
            }
            #expect(try await value("runs", fixture, ["status": "waiting"]) == 2)
            #expect(try await value("runs_due", fixture) == 0)
            #expect(try await value("slots", fixture) == 1_000)
            #expect(try await value("slots_used", fixture) ?? -1 >= 0)
            #expect(try await value("processes", fixture) ?? 0 > 0)
            #expect(try await value("process_resident_memory_bytes", fixture) ?? 0 > 1_000_000)
            #expect(try await value("journal_bytes", fixture, ["file": "main"]) ?? 0 > 0)
            #expect(try await value("journal_commits", fixture) ?? 0 > 0)
            #expect(try await value("journal_commit_seconds", fixture) ?? 0 > 0)
            try await deployed.send("go", to: "a")
            _ = try await deployed.finished("a")
            #expect(try await value("runs", fixture, ["status": "waiting"]) == 1)
        }
    }

    @Test("Runs that are due and wait for a machine that cannot run them")
    func backlog() async throws {
        let folder = try TemporaryFolder()
        let whole = try await LocalFixture.with(folder: folder) { try await $0.deploy(run: "return 1;") }
        try await LocalFixture.with(folder: folder, settings: ["DENO": "/bin/false"]) { fixture in
            let deployed = whole.at(fixture.runtime)
            for number in 0..<3 { try await deployed.trigger("r\(number)") }
            try await eventually("all wait") { try await value("runs_due", fixture) == 3 }
            try await eventually("the oldest waits") { try await value("oldest_due_seconds", fixture) ?? 0 > 0 }
        }
    }

    @Test("Queues apart from queues of dead letters, the largest by name and the others together")
    func queues() async throws {
        try await LocalFixture.with { fixture in
            for number in 0..<60 {
                let message: JSONValue = ["contentType": "text", "body": "x"]
                let messages = (0...number).map { _ in message }
                _ = try await fixture.runtime.ask(
                    LocalResource(.queue, "q\(number)", account: "c1"), "send", ["messages": .array(messages)])
            }
            let metric = try #require(try await fixture.runtime.metrics().first { $0.name == "queue_messages" })
            #expect(metric.samples.count == 51)
            #expect(metric.samples.first { $0.labels["queue"] == "q59" }?.value == 60)
            #expect(metric.samples.first { $0.labels["queue"] == "other" }?.value == Double((1...10).reduce(0, +)))
        }
    }

    @Test("Requests to services by status, and those that no service has received together")
    func requests() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.function("return new Response('', { status: request.method === 'POST' ? 409 : 200 });"),
                kind: .script)
            for _ in 0..<2 { #expect(try await deployed.ask().status == 200) }
            #expect(try await deployed.ask("POST").status == 409)
            for number in 0..<3 {
                let nobody = Deployed(
                    runtime: deployed.runtime, handle: deployed.handle, service: "",
                    url: deployed.url.replacing(deployed.service, with: "nobody\(number)"))
                #expect(try await nobody.ask().status == 404)
            }
            let labels = ["service": deployed.service]
            #expect(try await value("function_requests", fixture, labels.merging(["status": "2xx"]) { $1 }) == 2)
            #expect(try await value("function_requests", fixture, labels.merging(["status": "4xx"]) { $1 }) == 1)
            #expect(try await value("function_requests", fixture, ["service": "", "status": "4xx"]) == 3)
            #expect(try await value("function_request_seconds", fixture, labels) ?? 0 > 0)
        }
    }

    @Test("Prints that had to wait, and lines that are not in the log")
    func prints() async throws {
        try await LocalFixture.with(settings: ["PRINTS": "200"]) { fixture in
            let deployed = try await fixture.deploy(run: "for (let n = 0; n < 1200; n++) console.log(n); return 1;")
            _ = try await deployed.result()
            #expect(try await value("print_delay_seconds", fixture) ?? 0 > 0)
            #expect(try await value("log_lines_omitted", fixture) ?? 0 > 0)
        }
    }
}
