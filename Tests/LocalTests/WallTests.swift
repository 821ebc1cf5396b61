import Confinement
import Foundation
import LocalRuntime
import TestSupport
import Testing

/// The second wall by itself: Deno with every permission, confined as the processes of deployments are.
@Suite("What the kernel keeps from processes of programs", .timeLimit(.minutes(3)))
struct WallTests {
    private static let report = ConfinementReport.probe()

    /// Capitals stand for what belongs to the machine or to another deployment.
    private static let attempts: [(wall: ConfinementReport.Wall, code: String)] = [
        (.files, "Deno.readTextFileSync('/etc/passwd')"), (.files, "Deno.readTextFileSync('OTHER/worker.ts')"),
        (.files, "[...Deno.readDirSync('DATA')]"), (.files, "Deno.readFileSync('DATA/journal.sqlite')"),
        (.files, "Deno.writeTextFileSync('DATA/x', '')"), (.files, "Deno.writeTextFileSync('worker.ts', '')"),
        (.files, "Deno.removeSync('worker.ts')"), (.files, "[...Deno.readDirSync('DATA/deno/other')]"),
        (.files, "Deno.writeTextFileSync('DATA/deno/runtime/x', '')"), (.files, "Deno.makeTempFileSync()"),
        (.files, "Deno.symlinkSync('/etc/passwd', 'link')"), (.files, "Deno.readTextFileSync('/proc/SERVER/environ')"),
        (.files, "[...Deno.readDirSync('/proc')]"), (.files, "new Deno.Command('/bin/ls').outputSync()"),
        (.systemCalls, "new Deno.Command(Deno.execPath(), { args: ['--version'] }).outputSync()"),
        (.systemCalls, "Deno.chmodSync('DATA/journal.sqlite', 0o777)"),
        (.systemCalls, "Deno.chownSync('DATA/journal.sqlite', 0, 0)"),
        (.connections, "await Deno.connect({ hostname: '127.0.0.1', port: PORT })"),
        (.connections, "await Deno.connect({ hostname: '::1', port: PORT })"),
        (.connections, "Deno.listen({ port: 0 })"),
        (.connections, "call('socket', 2, 2, 0)"),
        (.connections, "await Deno.connect({ transport: 'unix', path: '/run/socket' })"),
        (.signals, "Deno.kill(SERVER, 'SIGCONT')"), (.signals, "Deno.kill(1, 'SIGCONT')"),
        // Sockets of AF_PACKET, AF_VSOCK and AF_NETLINK, raw ones, and TCP of several paths.
        (.systemCalls, "call('socket', 17, 3, 0)"), (.systemCalls, "call('socket', 40, 1, 0)"),
        (.systemCalls, "call('socket', 16, 3, 0)"), (.systemCalls, "call('socket', 2, 3, 1)"),
        (.systemCalls, "call('socket', 2, 1, 262)"),
        // PTRACE_SEIZE; CLONE_NEWUSER.
        (.systemCalls, "call('ptrace', 16902, SERVER, 0)"), (.systemCalls, "call('unshare', 268435456, 0, 0)"),
        (.systemCalls, "call('setns', 0, 0, 0)"), (.systemCalls, "call('fork', 0, 0, 0)"),
    ]

    @Test("A program that got around Deno reads, writes, runs, reaches and signals nothing of others")
    func walls() async throws {
        try await CountingListener().serving { port in
            try await LocalFixture.with { fixture in
                let source = LocalFixture.function("return new Response();")
                try await fixture.deploy(source, id: "other", workflow: "w2", kind: .script)
                try await fixture.deploy(source, kind: .script)
                let data = fixture.folder.url.appending(path: "data").path
                let own = "\(data)/deployments/d1"
                try Data(Self.probe(data: data, port: port).utf8).write(to: URL(filePath: "\(own)/probe.ts"))
                let outcomes = try await run(in: own, try #require(try await fixture.runtime.confinement(of: "d1")))
                try #require(outcomes.count == Self.attempts.count, "\(outcomes)")
                for (attempt, outcome) in zip(Self.attempts, outcomes)
                where TestMachine.runs(with: Self.report.holds(attempt.wall)) {
                    let isRefused = ["os error 13", "os error 1)", "ermission denied", "not permitted"].contains {
                        outcome.contains($0)
                    }
                    #expect(isRefused, "\(attempt.code): \(outcome)")
                }
            }
        }
    }

    private static func probe(data: String, port: Int) -> String {
        let attempts = attempts.map { "async () => { \($0.code); }" }.joined(separator: ",\n")
        return """
            const libc = (name: string) => Deno.dlopen("libc.so.6",
              { [name]: { parameters: ["i32", "i32", "i32", "i32"], result: "i32" } } as any).symbols as any;
            const call = (name: string, ...values: number[]) => {
              const result = libc(name)[name](...[...values, 0].slice(0, 4));
              if (result < 0) throw new Error("Operation not permitted");
            };
            for (const attempt of [\(attempts)]) {
              console.log(await attempt().then(() => "done", (error) => `${error}`.replaceAll("\\n", " ")));
            }
            Deno.exit(0);
            """
            .replacingOccurrences(of: "OTHER", with: "\(data)/deployments/other")
            .replacingOccurrences(of: "DATA", with: data).replacingOccurrences(of: "PORT", with: "\(port)")
            .replacingOccurrences(of: "SERVER", with: "\(getpid())")
    }

    /// The lines that the probe prints with every permission of Deno's.
    private func run(in folder: String, _ confinement: Confinement) async throws -> [String] {
        let deno = try #require(ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"])
        let program = ConfinedProgram(
            executable: deno, arguments: ["run", "--allow-all", "--no-check", "--no-config", "\(folder)/probe.ts"],
            environment: ["NO_COLOR": "1", "DENO_DIR": "\(folder)/../../deno/d1", "DENO_NO_UPDATE_CHECK": "1"],
            folder: folder)
        let output = Pipe()
        let nothing = try #require(FileHandle(forReadingAtPath: "/dev/null"))
        let writer = output.fileHandleForWriting
        let process = try program.start(
            confinement, input: nothing.fileDescriptor, output: writer.fileDescriptor, error: writer.fileDescriptor)
        try writer.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(process.wait() == .exited(0), "\(text)")
        return text.split(separator: "\n").map { String($0) }
    }

    @Test("Each deployment has compiled code of its own, made of the runtime's, and removed with it")
    func caches() async throws {
        try await LocalFixture.with { fixture in
            let caches = fixture.folder.url.appending(path: "data/deno")
            let compiled = "gen/file\(fixture.folder.url.path)/data/shim/main.ts.js"
            func isCompiled(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: caches.appending(path: "\(name)/\(compiled)").path)
            }
            #expect(isCompiled("runtime"))
            let deployed = try await fixture.deploy(LocalFixture.function("return new Response();"), kind: .script)
            #expect(isCompiled("d1"))
            try await fixture.runtime.takedown(deployed.handle)
            #expect(!isCompiled("d1") && isCompiled("runtime"))
        }
    }

    @Test("Without walls the log says so")
    func unconfined() async throws {
        try await LocalFixture.with(settings: ["CONFINE": "0"]) { fixture in
            let function = try await fixture.deploy(
                LocalFixture.function("return new Response('here');"), kind: .script)
            #expect(try await function.ask().text == "here")
            let process = try #require(await fixture.runtime.processIds.first)
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            #expect(status.contains("NoNewPrivs:\t1"))
            #expect(status.contains("Seccomp:\t0") || !status.contains("Seccomp:"))
            #expect(fixture.recorder.lines.contains { $0.contains("MILLRACE_LOCAL_CONFINE is false") })
        }
    }

    @Test("Processes have the walls that the report says they have")
    func processes() async throws {
        try await LocalFixture.with { fixture in
            try await fixture.deploy(LocalFixture.function("return new Response();"), kind: .script)
            let process = try #require(await fixture.runtime.processIds.first)
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            #expect(status.contains("NoNewPrivs:\t1"))
            #expect(status.contains("Seccomp:\t2") == Self.report.holds(.systemCalls))
            // Each wall that does not exist is in the log.
            let log = fixture.recorder.lines.joined(separator: "\n")
            for gap in Self.report.gaps(of: "processes of deployed code") { #expect(log.contains(gap), "\(log)") }
        }
    }
}
