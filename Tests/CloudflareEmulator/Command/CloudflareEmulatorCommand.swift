import ArgumentParser
import CloudflareEmulator
import Foundation
import UnixSignals

@main
struct CloudflareEmulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cloudflare-emulator",
        abstract: "Serves an emulated Cloudflare account for tests, and runs what is deployed to it.")

    @Option(help: "0 takes a free one.")
    var port = 0

    @Option(help: "The folder that it keeps everything in; without it, one that is deleted at the end.")
    var data: String?

    @Option(help: "The API token that has all permissions.")
    var token = "emulator-token"

    @Option(help: "The account's id.")
    var account = "0123456789abcdef0123456789abcdef"

    @Option(parsing: .upToNextOption, help: "Domains of the account.")
    var zones = ["example.com"]

    @Option(help: "Deno; otherwise MILLRACE_LOCAL_DENO says where it is.")
    var deno: String?

    func run() async throws {
        guard let deno = deno ?? ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"] else {
            throw ValidationError("Say where Deno is, with --deno or MILLRACE_LOCAL_DENO; `make deps` installs it.")
        }
        let folder =
            data.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "cloudflare-emulator-\(UUID().uuidString)")
        defer { if data == nil { try? FileManager.default.removeItem(at: folder) } }
        var configuration = CloudflareEmulator.Configuration(folder: folder, deno: URL(filePath: deno))
        configuration.port = port
        configuration.token = token
        configuration.accountId = account
        configuration.zones = zones
        let emulator = try await CloudflareEmulator(configuration)
        let account = configuration.accountId
        let token = configuration.token
        try await emulator.run(signals: [.sigterm, .sigint]) { base in
            // Not `print`, which a pipe would keep until there is more.
            FileHandle.standardOutput.write(
                Data(
                    "Listening on \(base)\n  API       \(base)/client/v4\n  Account   \(account)\n  Token     \(token)\n"
                        .utf8))
        }
    }
}
