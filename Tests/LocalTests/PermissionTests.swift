import Egress
import Foundation
import JSON
import LocalRuntime
import PluginMessages
import TestSupport
import Testing

@Suite("What the processes of programs may do", .timeLimit(.minutes(3)))
struct PermissionTests {
    /// Each with what Deno's error begins with.
    private static let attempts: [(expression: String, refusal: String)] = [
        ("Deno.readTextFileSync('/etc/hostname')", "Requires read access to \"/etc/hostname\""),
        ("Deno.readDirSync('/')", "Requires read access to \"/\""),
        ("Deno.writeTextFileSync('/tmp/millrace-probe', '')", "Requires write access to \"/tmp/millrace-probe\""),
        ("Deno.makeTempFileSync()", "Requires write access to <TMP>"),
        ("Deno.env.get('PATH')", "Requires env access to \"PATH\""),
        ("Deno.env.toObject()", "Requires env access"),
        ("new Deno.Command('/usr/bin/id').outputSync()", "Requires run access to \"/usr/bin/id\""),
        ("Deno.kill(1, 'SIGCONT')", "Requires run access"),
        ("Deno.dlopen('libc.so.6', {})", "Requires ffi access to \"libc.so.6\""),
        ("Deno.hostname()", "Requires sys access to \"hostname\""),
        ("Deno.networkInterfaces()", "Requires sys access to \"networkInterfaces\""),
        ("Deno.listen({ hostname: '127.0.0.1', port: 0 })", "Requires net access to \"127.0.0.1:0\""),
        ("Deno.listen({ port: 0 })", "Requires net access to \"0.0.0.0:0\""),
        ("await Deno.connect({ transport: 'unix', path: '/tmp/socket' })", "Requires read access to \"/tmp/socket\""),
    ]

    /// The machine's own addresses, of whichever network.
    private static let ownAddresses: [(expression: String, refusal: String)] = OwnAddresses.all()
        .filter { !$0.contains(":") }
        .flatMap { address in
            ["connect", "listen"].map { call in
                (
                    "await Deno.\(call)({ hostname: '\(address)', port: 9 })",
                    "Requires net access to \"\(address):9\""
                )
            }
        }

    @Test("Deno gives them the network and nothing else, also when its own interface is at hand")
    func denoHasTheNetworkOnly() async throws {
        let attempts = Self.attempts + Self.ownAddresses
        #expect(Self.ownAddresses.count >= 2)
        try await LocalFixture.with { fixture in
            try await fixture.deploy(LocalFixture.function("return new Response();"), kind: .script)
            let process = try #require(await fixture.runtime.processIds.first)
            let probe = try fixture.folder.write(
                attempts.map {
                    "try { \($0.expression); console.log('done'); } catch (e) { console.log(`${e}`); }"
                }
                .joined(separator: "\n"), to: "probe.ts")
            // The very command of the process, with another script instead of the one that takes Deno from programs.
            let command = try strings(of: process, "cmdline")
            #expect(command.last?.hasSuffix("/shim/main.ts") == true)
            // Those in private ranges are denied anyway; of others only this list tells.
            let denied = command.first { $0.hasPrefix("--deny-net=") }?.dropFirst("--deny-net=".count).split(
                separator: ",")
            for own in OwnAddresses.all() {
                #expect(denied?.contains(Substring(own.contains(":") ? "[\(own)]" : own)) == true, "\(own)")
            }
            let output = try await Command(
                "env",
                ["-i", "--chdir=/proc/\(process)/cwd"] + strings(of: process, "environ") + command.dropLast() + [
                    probe.path
                ]
            ).run()
            let lines = output.stdout.split(separator: "\n")
            #expect(lines.count == attempts.count, "\(output.stderr)")
            for (attempt, line) in zip(attempts, lines) {
                #expect(line.hasPrefix("NotCapable: \(attempt.refusal)"), "\(attempt.expression): \(line)")
            }
        }
    }

    private func strings(of process: Int32, _ file: String) throws -> [String] {
        let bytes = try #require(FileManager.default.contents(atPath: "/proc/\(process)/\(file)"))
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "A module that imports a file which is not its own is not deployed",
        arguments: [
            "import text from \"FILE\" with { type: \"text\" };", "import text from \"FILE\" with { type: \"json\" };",
            "import text from \"FILE\";", "export * from \"FILE\";", "const text = await import(\"FILE\");",
            "import \"data:text/javascript,export%20*%20from%20%22FILE%22\";",
        ])
    func foreignImportsAreRefused(statement: String) async throws {
        try await LocalFixture.with { fixture in
            let secret = try fixture.folder.write("\"secret\"", to: "secret.json")
            let statement = statement.replacingOccurrences(of: "FILE", with: secret.absoluteString)
            let failure = await #expect(throws: PluginFailure.self) {
                try await fixture.deploy(
                    "\(statement)\n" + LocalFixture.function("return new Response();"), kind: .script)
            }
            #expect(failure?.code == "local.deploy.module")
            #expect(
                failure?.message.contains("Requires read access to \"\(secret.path)\"") == true, "\(failure as Any)")
        }
    }

    @Test("Its own code it may import, in a folder of any name")
    func ownCodeIsImported() async throws {
        try await LocalFixture.with(data: "with, comma and space") { fixture in
            let function = try await fixture.deploy(
                "export const kept = 7;\n"
                    + LocalFixture.function(
                        "return new Response(String((await import([\"./worker\", \"ts\"].join(\".\"))).kept));"),
                kind: .script)
            #expect(try await function.ask().text == "7")
        }
    }
}
