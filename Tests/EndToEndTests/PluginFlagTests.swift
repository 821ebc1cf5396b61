import Foundation
import JSON
import TestSupport
import Testing

@Suite("Flags of plugins, at the real server", .timeLimit(.minutes(20)))
struct PluginFlagTests {
    @Test(
        "Deployed code reaches this machine when --local-allow-private says so, and not else",
        arguments: [[], ["--local-allow-private"], ["--local-allow-private", "1"], ["--local-allow-private=1"]])
    func allowsPrivate(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        try await EchoService().serving { echo in
            let installation = try await LocalInstallation(
                echo: echo, folder: folder, arguments: arguments, environment: ["MILLRACE_LOCAL_ALLOW_PRIVATE": ""])
            let worker = try await installation.deploy(
                LocalDocument.steps("Ask", ("Ask", "return (await fetch(env.BASE)).status;")))
            let end = try await worker.trigger([:]).end()
            if arguments.isEmpty {
                #expect(end["error"]?["message"]?.string?.contains("--local-allow-private") == true, "\(end.text)")
            } else {
                #expect(end["output"] == 200, "\(end.text)")
            }
            try await installation.server.stop()
        }
    }

    @Test(
        "A flag of no plugin is refused by name",
        arguments: ["--nonsense", "--prot=1", "--cloud-x=1", "stray", "--cloud-x 1"])
    func unknown(flag: String) async throws {
        let folder = try TemporaryFolder()
        let output = try await Command(
            executable: BuildProducts.millrace,
            arguments: ["serve", "--data", folder.url.path, "--port", "0"] + flag.split(separator: " ").map(String.init)
        ).run()
        #expect(output.status == 64)
        #expect(
            output.stderr.contains("Unknown option \"\(flag.prefix { $0 != "=" && $0 != " " })\""), "\(output.stderr)")
    }
}
