import Foundation
import JSON
import TestSupport
import Testing

@Suite("A plugin's author, from the first file to a server that has it", .serialized)
struct AuthoringTests {
    @Test(
        "A new plugin builds, passes its test, is packed, signed, published and installed", arguments: ["c", "swift"])
    func wholeWay(language: String) async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "paper-boat").path
        try await millrace("plugin", "new", "paper-boat", "--language", language, "--output", package)
        let library = try await build(package, language)
        let tested = try await millrace("plugin", "test", library, "\(package)/tests")
        #expect(tested.contains("9 passed, 0 failed"))

        let (packed, registry) = ("\(folder.url.path)/package", "\(folder.url.path)/registry")
        let key = "\(folder.url.path)/publisher.key"
        let trusted = try await millrace("registry", "keygen", key).trimmingCharacters(in: .whitespacesAndNewlines)
        try await millrace("plugin", "pack", library, "--output", packed)
        try await millrace("plugin", "sign", packed, "--key", key)
        #expect(try await millrace("plugin", "publish", packed, registry).contains("added paper-boat 1.0.0"))
        #expect(try await millrace("plugin", "publish", packed, registry).contains("nothing new"))
        try await millrace("registry", "verify", registry, "--trusted-key", trusted)

        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(
            data: data, arguments: ["--registry", registry, "--trusted-key", trusted])
        let api = try APIClient(server, data: data)
        _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "paper-boat"])
        #expect(try await api.call("GET", "/api/nodes/paper-boat")["name"] == "Paper Boat")
        let status = try await api.call("POST", "/api/plugins/paper-boat/restart")
        #expect(status["data"]?.array?.first?["state"] == "running")
        try await server.stop()
    }

    @Test("A case that does not hold fails with what is wrong, secrets in outputs too")
    func failures() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let template = """
            export default async function (env: { BOAT_TOKEN: string }, params: { url: string }) {
              const answer = await fetch(params.url, { method: "PUT" });
              return { id: env.BOAT_TOKEN, status: answer.status };
            }
            """
        try Data(template.utf8).write(to: URL(filePath: "\(package)/template.ts"))
        let library = try await build(package, "c")
        let output = try await Command(
            executable: BuildProducts.millrace, arguments: ["plugin", "test", library, "\(package)/tests"]
        ).run()
        #expect(output.status == 1)
        for problem in [
            "the method is PUT, not POST", "the header authorization is null", "the output is",
            "output.status is not in the output schema", "the value of BOAT_TOKEN appears in what it returns or throws",
            "when the service answers 500", "it does not throw", "1 passed, 8 failed",
        ] {
            #expect(output.stdout.contains(problem), "\(problem)")
        }
    }

    @Test("A version that is published stays what it is, and a name that is none is refused")
    func refusals() async throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appending(path: "boat").path
        try await millrace("plugin", "new", "boat", "--language", "c", "--output", package)
        let (packed, registry) = ("\(folder.url.path)/package", "\(folder.url.path)/registry")
        try await millrace("plugin", "pack", try await build(package, "c"), "--output", packed)
        try await millrace("plugin", "publish", packed, registry)
        let manifest = try String(contentsOfFile: "\(package)/manifest.json", encoding: .utf8)
        try manifest.replacing("Sends a text", with: "Sends the text").write(
            toFile: "\(package)/manifest.json", atomically: true, encoding: .utf8)
        try await millrace("plugin", "pack", try await build(package, "c"), "--output", packed)
        for (arguments, problem) in [
            (["plugin", "publish", packed, registry], "published with another library"),
            (["plugin", "new", "Bad Name"], "cannot be a plugin's id"),
            (["plugin", "new", "boat", "--output", package], "is there already"),
        ] {
            let output = try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
            #expect(output.status != 0)
            #expect(output.stderr.contains(problem))
        }
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    @discardableResult
    private func millrace(_ arguments: String...) async throws -> String {
        try await run(Command(executable: BuildProducts.millrace, arguments: arguments))
    }

    private func run(_ command: Command) async throws -> String {
        let output = try await command.run()
        guard output.status == 0 else {
            throw Failed(description: "\(command.arguments): \(output.stdout)\n\(output.stderr)")
        }
        return output.stdout
    }

    /// - Returns: The library.
    private func build(_ package: String, _ language: String) async throws -> String {
        guard language == "swift" else {
            _ = try await run(
                Command(
                    "make",
                    ["--no-print-directory", "-C", package, "CC=clang", "MILLRACE=\(BuildProducts.millrace.path)"]))
            let name = try FileManager.default.contentsOfDirectory(atPath: package).first { $0.hasSuffix(".so") }
            return "\(package)/\(name ?? "")"
        }
        // In the package's ignored build folder, so that only the first run takes long.
        let scratch = PackageRoot.url.appending(path: ".build/new-plugin").path
        try? FileManager.default.removeItem(atPath: "\(scratch)/debug.yaml")
        _ = try await run(
            Command(
                "env",
                [
                    "MILLRACE=\(PackageRoot.url.path)", "swift", "build", "-j", "2", "--package-path", package,
                    "--scratch-path", scratch,
                ]))
        return "\(scratch)/debug/libPaperBoat.so"
    }
}
