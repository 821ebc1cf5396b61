import Foundation
import GRDB
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("Whose failure it is", .timeLimit(.minutes(4)))
struct FailureOwnerTests {
    private static let full = DatabaseError(resultCode: .SQLITE_FULL, sql: "INSERT INTO secret")

    @Test(
        "An error of the machine or of the server never counts as a try; one of the program, or of a limit, does",
        arguments: [
            (full as any Error, FailureOwner.machine), (DatabaseError(resultCode: .SQLITE_IOERR), .machine),
            (DatabaseError(resultCode: .SQLITE_READONLY), .machine), (CocoaError(.fileWriteOutOfSpace), .machine),
            (POSIXError(.ENOSPC), .machine), (JournalError.checksum("its row"), .machine),
            (PluginFailure(.filesMissing, message: ""), .machine), (PluginFailure(.process, message: ""), .machine),
            (PluginFailure(.workerInterrupted, message: ""), .machine), (CancellationError(), .server),
            (PluginFailure(.processes, message: ""), .server), (PluginFailure(.requestTooMany, message: ""), .server),
            (PluginFailure(.requestTimeout, message: ""), .limit), (NestingLimitExceeded(), .limit),
            (DatabaseLimitReached(), .limit), (PluginFailure(.workerLost, message: ""), .program),
            (HandlerFailure(failure: StepFailure(name: "E", message: ""), nodeId: nil), .program),
            (PluginFailure(code: "credential.notFound", message: ""), .program),
        ])
    func owners(error: any Error, owner: FailureOwner) {
        #expect(FailureOwner(of: error) == owner)
        #expect(owner.counts == (owner == .program || owner == .limit))
    }

    @Test("Each failure of the runtime has a code that says whose it is: none is written as a text")
    func codes() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Plugins/Local/Runtime").standardized
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            count += text.matches(of: #/PluginFailure\(\s*\.\w+/#).count
            #expect(text.firstMatch(of: #/PluginFailure\(\s*code: "/#) == nil, "\(file.lastPathComponent)")
        }
        #expect(count > 50)
    }

    @Test("What is told of the machine has neither paths nor statements")
    func told() {
        let path = "/srv/data/resources/x"
        for error: any Error in [
            Self.full, DatabaseError(resultCode: .SQLITE_CANTOPEN, message: path),
            CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: path]), POSIXError(.EIO),
        ] {
            let failure = PluginFailure.ofMachine(error)
            #expect(failure.local?.owner == .machine && failure.retryable)
            let program = StepFailure(ofBinding: error)
            for text in [failure.message, program.message] {
                #expect(!text.contains("/srv") && !text.contains("secret"), "\(text)")
            }
        }
        #expect(PluginFailure.ofMachine(Self.full).code == "storage.full")
        #expect(PluginFailure.ofMachine(DatabaseError(resultCode: .SQLITE_READONLY)).code == "storage.readOnly")
    }

    @Test(
        "A full database has reached its limit, or its disk is full",
        arguments: [
            (DatabaseRoom(untilLimit: 0, onDisk: 1 << 30), false),
            (DatabaseRoom(untilLimit: 1 << 20, onDisk: 1 << 30), false),
            (DatabaseRoom(untilLimit: 10 << 30, onDisk: 1 << 30), true),
            (DatabaseRoom(untilLimit: 0, onDisk: 1 << 20), true),
        ])
    func fullDatabase(room: DatabaseRoom, isOfDisk: Bool) { #expect(room.isOfDisk == isOfDisk) }

    /// Where a connection's namespaces lie cannot be made: as on a disk that cannot be written.
    private func blocked(_ fixture: LocalFixture) throws -> URL {
        let folder = fixture.folder.url.appending(path: "data/resources/c1")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "kv_namespace")
        try Data().write(to: file)
        return file
    }

    @Test("A step whose resource fails for the machine's reasons waits, is tried again and counts no attempt")
    func step() async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(
                LocalFixture.module(
                    """
                    return await step.do("put", { retries: { limit: 0, delay: 0 } }, async () => {
                      await env.KV.put("k", "v");
                      return await env.KV.get("k");
                    });
                    """), environment: ["KV_BINDING_ID": "kv"], bindings: [.resource("kv_namespace", "KV")])
            let file = try blocked(fixture)
            try await deployed.trigger("r1")
            try await eventually("operators are told") { fixture.recorder.problems.map(\.code) == ["local.disk"] }
            #expect(fixture.recorder.problems.allSatisfy { !$0.message.contains(fixture.folder.url.path) })
            try await eventually("it was tried several times") {
                fixture.recorder.states.count { $0.status == .running } >= 1
            }
            #expect(try await !deployed.state("r1").status.isTerminal)
            try FileManager.default.removeItem(at: file)
            #expect(try await deployed.finished("r1").output == "v")
            let steps = try await deployed.steps("r1")
            #expect(steps.map(\.attempts) == [1] && steps.first?.error == nil)
        }
    }

    @Test("A message whose handler meets a failure of the machine is delivered again and counts no failure")
    func message() async throws {
        try await LocalFixture.with { fixture in
            let function = try await consumer(
                fixture, "await env.KV.put('k', 'v'); console.log(`got ${batch.messages[0].attempts}`);")
            let file = try blocked(fixture)
            try await send(fixture)
            try await eventually("the message waits") {
                fixture.recorder.lines.contains { $0.contains("The messages of the queue orders wait") }
            }
            #expect(fixture.recorder.printed("got").isEmpty)
            try FileManager.default.removeItem(at: file)
            try await eventually("the line got 1", equals: 1) { fixture.recorder.count("got 1") }
            #expect(!fixture.recorder.lines.contains { $0.contains("The queue handler failed") })
            #expect(function.service.isEmpty == false)
        }
    }

    @Test("Messages wait for the files of their consumer, and count no failure")
    func filesAreMissing() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            try await consumer(fixture, "console.log(`got ${batch.messages[0].attempts}`);")
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            let files = fixture.folder.url.appending(path: "data/deployments/d1")
            let elsewhere = fixture.folder.url.appending(path: "elsewhere")
            try FileManager.default.moveItem(at: files, to: elsewhere)
            try await send(fixture)
            try await eventually("the problem is reported") {
                fixture.recorder.problems.map(\.code) == ["local.files.missing"]
            }
            try FileManager.default.moveItem(at: elsewhere, to: files)
            try await eventually("the line got 1", equals: 1) { fixture.recorder.count("got 1") }
        }
    }

    @Test("What a queue's handler throws is logged without the secrets of its deployment")
    func masked() async throws {
        try await LocalFixture.with { fixture in
            try await consumer(fixture, "throw new Error(`no ${env.TOKEN}`);", secret: "hunter22-hunter22")
            try await send(fixture)
            try await eventually("the failure is logged") {
                fixture.recorder.lines.contains { $0.contains("The queue handler failed") && $0.contains("no ***") }
            }
            #expect(!fixture.recorder.lines.contains { $0.contains("hunter22") })
        }
    }

    @Test("That somebody ends the process of a bound service is no failure of the run that asked it")
    func service() async throws {
        try await LocalFixture.with { fixture in
            let callee = try await fixture.deploy(
                LocalFixture.function(
                    """
                    console.log("asked");
                    await new Promise((done) => setTimeout(done, 2_000));
                    return new Response("answer");
                    """), kind: .script)
            let processes = try await eventually("its process", satisfies: { $0.count == 1 }) {
                await fixture.runtime.processIds
            }
            let caller = try await fixture.deploy(
                LocalFixture.module(
                    """
                    return await step.do("ask", { retries: { limit: 0, delay: 0 } }, async () =>
                      (await env.SERVICE.fetch("https://b/")).text());
                    """), id: "d2", workflow: "w2",
                bindings: [
                    Binding(type: "service", name: "SERVICE", settings: ["service": .string(callee.service)])
                ])
            try await caller.trigger("r1")
            try await eventually("the service is asked") { fixture.recorder.count("asked") == 1 }
            try killAll(processes)
            #expect(try await caller.finished("r1").output == "answer")
            #expect(try await caller.steps("r1").map(\.attempts) == [1])
            #expect(fixture.recorder.count("asked") == 2)
        }
    }

    @discardableResult
    private func consumer(
        _ fixture: LocalFixture, _ body: String, secret: String? = nil
    ) async throws -> Deployed {
        try await fixture.deploy(
            "export default { fetch() {}, async queue(batch: any, env: any): Promise<void> {\n\(body)\n} };",
            environment: ["KV_BINDING_ID": "kv"].merging(secret.map { ["TOKEN": $0] } ?? [:]) { $1 },
            bindings: [
                .resource("kv_namespace", "KV"),
                Binding(
                    type: "queue_consumer", name: "orders",
                    settings: ["queue": "orders", "maxBatchTimeout": 0, "maxRetries": 0]),
            ], kind: .script, secrets: ["TOKEN"])
    }

    private func send(_ fixture: LocalFixture) async throws {
        _ = try await fixture.runtime.ask(
            LocalResource(.queue, "orders", account: "c1"), "send",
            ["messages": [["contentType": "text", "body": "a"]]])
    }
}
