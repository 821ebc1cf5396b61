import Foundation
import Platform
import TestSupport
import Testing

@testable import CLI

@Suite("Exit statuses of the real server")
struct CommandStatusTests {
    private func serve(_ data: String) async throws -> Command.Output {
        try await Command(
            "timeout", ["30", BuildProducts.millrace.path, "serve", "--data", data, "--port", "0", "--local-port=0"]
        ).run()
    }

    @Test("A data directory that cannot be created")
    func dataCannotBeCreated() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "file")
        let output = try await serve(file.appending(path: "data").path)
        #expect(output.status == CommandStatus.cannotCreate.rawValue, "\(output)")
        #expect(output.stderr.contains(file.path))
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
        for arguments in [["plugin", "manifest", "\(folder)/none.json"], ["compile", "\(folder)/none.json"]] {
            let output = try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
            #expect(output.status != 0 && output.stderr.contains("none.json"), "\(output)")
            #expect(output.stderr.contains("o such file") && !output.stderr.contains("Cocoa"), "\(output)")
        }
        let builtIn = try await Command(executable: BuildProducts.millrace, arguments: ["plugin", "new", "sleep"]).run()
        #expect(builtIn.status != 0 && builtIn.stderr.contains("built-in node"), "\(builtIn)")
        #expect(!FileManager.default.fileExists(atPath: "sleep"))
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
