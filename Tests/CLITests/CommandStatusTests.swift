import Foundation
import NIOCore
import NIOPosix
import Platform
import TestSupport
import Testing

@testable import CLI

@Suite("Exit statuses of the real server", .timeLimit(.minutes(10)))
struct CommandStatusTests {
    private func serve(_ data: String) async throws -> Command.Output {
        try await Command(
            "timeout", ["300", BuildProducts.millrace.path, "serve", "--data", data, "--port", "0", "--local-port=0"]
        ).run()
    }

    @Test("A data directory that cannot be created")
    func dataCannotBeCreated() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "file")
        let output = try await serve(file.appending(path: "data").path)
        #expect(output.status == CommandStatus.cannotCreate.rawValue, "\(output)")
        #expect(output.stderr.contains(file.path) && !output.stderr.contains("Cocoa"), "\(output.stderr)")
    }

    @Test("An address that cannot be listened on, before anything is made", arguments: ["nope.invalid", "127.0.0.1"])
    func address(host: String) async throws {
        let folder = try TemporaryFolder()
        let busy = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(busy.localAddress?.port)
        let data = folder.url.appending(path: "data").path
        let output = try await Command(
            "timeout",
            ["300", BuildProducts.millrace.path, "serve", "--data", data, "--host", host, "--port", "\(port)"]
        ).run()
        try await busy.close()
        #expect(output.status == CommandStatus.unavailable.rawValue, "\(output)")
        #expect(
            output.stderr.contains("Cannot listen on \(host):\(port): ")
                && !output.stderr.contains("SocketAddressError"))
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test("A data directory that another server uses")
    func dataIsInUse() async throws {
        let folder = try TemporaryFolder()
        let lock = try InstallationLock(directory: folder.url.path)
        let output = try await serve(folder.url.path)
        withExtendedLifetime(lock) {}
        #expect(output.status == CommandStatus.inUse.rawValue, "\(output)")
        #expect(output.stderr.contains("in use"))
    }

    @Test("Files that cannot be used are named, in the words of people")
    func files() async throws {
        let folder = try TemporaryFolder().url.path
        let none = "\(folder)/none.json"
        let client = ["--url", "http://127.0.0.1:9", "--key", "key"]
        for arguments in [
            ["plugin", "manifest", none], ["plugin", "pack", none], ["plugin", "test", none, "/"], ["compile", none],
            ["plugin", "publish", none, "/"], ["plugin", "sign", none, "--key", "/"], ["registry", "public-key", none],
            ["registry", "table", none], ["registry", "build", none], ["registry", "yank", none, "a", "1.0.0"],
            ["dev", none], ["dev", "--once", none], ["dev", "/etc/passwd", "--params", none],
            ["workflows", "push", none] + client, ["versions", "create", "a", none] + client,
            ["trigger", "a", "--params", "@\(none)"] + client, ["api", "POST", "x", "-d", "@\(none)"] + client,
        ] {
            let output = try await Command(executable: BuildProducts.millrace, arguments: arguments)
                .run(limit: .seconds(150))
            #expect(output.status == CommandStatus.noInput.rawValue, "\(arguments): \(output)")
            #expect(output.stderr.contains("none.json"), "\(output)")
            #expect(output.stderr.contains("o such file") && !output.stderr.contains("Cocoa"), "\(output)")
        }
        let builtIn = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "new", "sleep"]).run()
        #expect(builtIn.status != 0 && builtIn.stderr.contains("built-in node"), "\(builtIn)")
        #expect(!FileManager.default.fileExists(atPath: "sleep"))
    }

    @Test("--version is the program's own flag, and no other command swallows it")
    func version() async throws {
        func run(_ arguments: String...) async throws -> Command.Output {
            try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
        }
        let version = try await run("--version")
        #expect(version.status == 0 && version.stdout.hasPrefix("\(Millrace.version) ("), "\(version)")
        #expect(try await run("--version", "runs", "list").stdout == version.stdout)
        let unknown = try await run("runs", "list", "--version", "3")
        #expect(unknown.status == 64 && unknown.stderr.contains("--version"), "\(unknown)")
        let known = try await run("deploy", "a", "--version", "3", "--url", "http://127.0.0.1:9", "--key", "key")
        #expect(known.status == ClientStatus.unavailable.rawValue, "\(known)")
        #expect(try await run("help", "deploy").stdout.contains("--version, --at"))
        #expect(try await !run("help", "runs", "list").stdout.contains("--version"))
        let bare = try await run()
        #expect(bare.status == 0 && bare.stdout.contains("OVERVIEW: ") && bare.stdout.contains("--version"))
    }

    @Test("A storage that no plugin contributes")
    func unknownStorage() async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let output = try await Command(
            executable: BuildProducts.millrace,
            arguments: ["serve", "--data", data.path, "--port", "0", "--storage", "none-such"]
        ).run()
        #expect(output.status == CommandStatus.configuration.rawValue, "\(output)")
        #expect(output.stderr.contains("\"none-such\""))
        #expect(!FileManager.default.fileExists(atPath: data.path))
    }
}
