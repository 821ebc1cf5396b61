import Foundation
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

/// What the machine does to runs delays them, and is never counted against them.
@Suite("Failures of the machine", .timeLimit(.minutes(4)))
struct MachineFailureTests {
    private static let program = """
        await step.do("a", async () => { console.log("a"); });
        await step.waitForEvent("e", { type: "go" });
        return await step.do("b", { retries: { limit: 0, delay: 0 } }, async () => {
          console.log("b");
          await new Promise((done) => setTimeout(done, 2_000));
          return "done";
        });
        """

    @Test("Runs wait while Deno does not start, operators are told, and the runs complete when it does")
    func denoDoesNotStart() async throws {
        let folder = try TemporaryFolder()
        let deno = try SwitchedDeno(in: folder.url)
        try await LocalFixture.with(
            folder: folder, settings: ["DENO": deno.path], configure: { $0.idleTime = .milliseconds(20) }
        ) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            let ids = (1...5).map { "r\($0)" }
            for id in ids {
                try await deployed.trigger(id)
                _ = try await deployed.until(id) { $0.status == .waiting }
            }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            try deno.switchOff()
            for id in ids { try await deployed.send("go", to: id) }
            try await eventually("the problem is reported") {
                fixture.recorder.problems.map(\.code) == ["local.deno.failed"]
            }
            // Several tries of each.
            try await Task.sleep(for: .seconds(2))
            for id in ids { #expect(try await !deployed.state(id).status.isTerminal) }
            try deno.switchOn()
            for id in ids { #expect(try await deployed.finished(id).output == "done") }
            try await eventually("the problem is over") { fixture.recorder.problems.isEmpty }
        }
    }

    @Test(
        "A process that somebody else ends, as often as it may be, says nothing about its run",
        arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1])
    func processIsEnded(signal: Int32) async throws {
        try await LocalFixture.with { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1")
            for count in 1...5 {
                try await eventually("the step runs") { fixture.recorder.count("b") >= count }
                try killAll(await fixture.runtime.processIds, signal: signal)
            }
            #expect(try await deployed.finished("r1").output == "done")
            #expect(fixture.recorder.count("a") == 1)
        }
    }

    @Test(
        "What a program has printed does not make the end of its process by somebody else its own",
        arguments: [SIGTERM, SIGKILL])
    func processIsEndedAfterWords(signal: Int32) async throws {
        try await LocalFixture.with { fixture in
            let words = "# Fatal JavaScript out of memory: Reached heap limit"
            let deployed = try await fixture.deploy(
                "console.error(\"\(words)\");\n" + LocalFixture.module(Self.program))
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1")
            for count in 1...5 {
                try await eventually("the step runs") { fixture.recorder.count("b") >= count }
                try await eventually("the words are read") {
                    fixture.recorder.lines.count { $0.contains(words) } >= count
                }
                try killAll(await fixture.runtime.processIds, signal: signal)
            }
            #expect(try await deployed.finished("r1").output == "done")
        }
    }

    @Test("A process that is stopped is not a run that takes too much")
    func processIsStopped() async throws {
        try await LocalFixture.with(
            configure: {
                $0.unresponsiveTime = .milliseconds(500)
                $0.idleTime = .milliseconds(100)
            }
        ) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await deployed.send("go", to: "r1")
            try await eventually("the step runs") { fixture.recorder.count("b") >= 1 }
            try killAll(await fixture.runtime.processIds, signal: SIGSTOP)
            #expect(try await deployed.finished("r1").output == "done")
        }
    }

    @Test("Runs of a deployment whose files are missing wait for them; others go on")
    func filesAreMissing() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            let files = fixture.folder.url.appending(path: "data/deployments/d1")
            let elsewhere = fixture.folder.url.appending(path: "elsewhere")
            try FileManager.default.moveItem(at: files, to: elsewhere)
            try await deployed.send("go", to: "r1")
            try await eventually("the problem is reported") {
                fixture.recorder.problems.map(\.code) == ["local.files.missing"]
            }
            let other = try await fixture.deploy(LocalFixture.module("return 1;"), id: "d2", workflow: "w2")
            #expect(try await other.result("other").output == 1)
            #expect(try await !deployed.state("r1").status.isTerminal)
            try FileManager.default.moveItem(at: elsewhere, to: files)
            #expect(try await deployed.finished("r1").output == "done")
            try await eventually("the problem is over") { fixture.recorder.problems.isEmpty }
        }
    }

    @Test("Runs of a deployment whose files are damaged wait for them, and get no blame")
    func filesAreDamaged() async throws {
        try await LocalFixture.with(configure: { $0.idleTime = .milliseconds(20) }) { fixture in
            let deployed = try await fixture.deploy(run: Self.program)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            try await eventually("no process is left") { await fixture.runtime.processIds.isEmpty }
            let module = fixture.folder.url.appending(path: "data/deployments/d1/worker.ts")
            let whole = try Data(contentsOf: module)
            try whole.prefix(whole.count / 2).write(to: module)
            try await deployed.send("go", to: "r1")
            try await eventually("the problem is reported") {
                fixture.recorder.problems.map(\.code) == ["local.files.damaged"]
            }
            #expect(try await !deployed.state("r1").status.isTerminal)
            try whole.write(to: module)
            #expect(try await deployed.finished("r1").output == "done")
            try await eventually("the problem is over") { fixture.recorder.problems.isEmpty }
        }
    }

    @Test("A deploy looks anew at what this machine lacks, and blames no module for it")
    func deployLooksAnew() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        // Where the folder of the runtime's own code belongs.
        let shim = data.appending(path: "shim")
        try Data().write(to: shim)
        let deno = try SwitchedDeno(in: folder.url)
        // Between two looks of the runtime's own is more time than the test has.
        try await LocalFixture.with(
            folder: folder, settings: ["DENO": deno.path], configure: { $0.longestNap = .seconds(600) }
        ) { fixture in
            func refusal() async -> String? {
                do { _ = try await fixture.deploy(run: Self.program) } catch { return (error as? PluginFailure)?.code }
                return nil
            }
            #expect(await refusal() == "local.shim")
            #expect(fixture.recorder.problems.map(\.code) == ["local.shim"])
            try FileManager.default.removeItem(at: shim)
            try deno.switchOff()
            for _ in 1...4 { #expect(await refusal() == "local.deno.failed") }
            #expect(fixture.recorder.problems.map(\.code) == ["local.deno.failed"])
            try deno.switchOn()
            #expect(await refusal() == nil)
            #expect(fixture.recorder.problems.isEmpty)
        }
    }

    @Test("A process that somebody ends while its module loads says nothing about the module")
    func processIsEndedWhileItLoads() async throws {
        try await LocalFixture.with { fixture in
            let deploy = Task {
                try await fixture.deploy(
                    "console.log('begins');\nawait new Promise((done) => setTimeout(done, 60_000));\n"
                        + LocalFixture.module("return 1;"))
            }
            try await eventually("the module begins to load") { fixture.recorder.count("begins") == 1 }
            try killAll(await fixture.runtime.processIds, signal: SIGKILL)
            await #expect { try await deploy.value } throws: {
                ($0 as? PluginFailure)?.code == "local.worker.interrupted"
            }
            #expect(try await fixture.deploy(run: "return 1;").result().output == 1)
        }
    }

    @Test("A data folder that was moved goes on with its runs")
    func folderIsMoved() async throws {
        let (folder, earlier) = try await LocalFixture.with { first in
            let deployed = try await first.deploy(run: Self.program)
            try await deployed.trigger("r1")
            _ = try await deployed.until("r1") { $0.status == .waiting }
            return (first.folder, deployed)
        }
        try FileManager.default.moveItem(
            at: folder.url.appending(path: "data"), to: folder.url.appending(path: "moved"))
        try await LocalFixture.with(folder: folder, data: "moved") { second in
            let deployed = earlier.at(second.runtime)
            for id in ["r1", "new"] {
                if id == "new" { try await deployed.trigger(id) }
                try await deployed.send("go", to: id)
                #expect(try await deployed.finished(id).output == "done")
            }
        }
    }
}
