import Foundation
import TestSupport
import Testing

@Suite("A plugin's storage, on the real server", .serialized, .timeLimit(.minutes(20)))
struct PluginStorageTests {
    @Test("Everything is kept in it, over a restart, in process and isolated", arguments: ["inProcess", "process"])
    func storage(isolation: String) async throws {
        let folder = try TemporaryFolder()
        let data = folder.url.appending(path: "data")
        let arguments = try arguments(folder, isolation)
        let server = try await ServerProcess(data: data, arguments: arguments)
        let api = try APIClient(server, data: data)
        let created = try await api.call("POST", "/api/workflows", ["name": "Kept"])
        #expect(try await api.send("POST", "/api/projects", ["name": "Second", "slug": "second"]).status == 201)
        #expect(try await api.send("POST", "/api/projects", ["name": "Again", "slug": "second"]).status == 409)
        #expect(try await api.send("POST", "/api/plugins/sqlstorage/disable").status == 409)
        try await server.stop()
        let people = try await Command(
            "sh",
            [
                "-c", "echo 'a long password' | \"$0\" people set-password owner@localhost \"$@\"",
                BuildProducts.millrace.path, "--data", data.path,
            ] + arguments
        ).run()
        #expect(people.stdout == "The password of owner@localhost is set.\n", "\(people.stderr)")

        let next = try await ServerProcess(data: data, arguments: arguments)
        let kept = try await APIClient(next, data: data).call("GET", "/api/workflows")
        #expect(kept["data"]?.array?.map { $0["id"] } == [created["id"]])
        try await next.stop()
        #expect(FileManager.default.fileExists(atPath: file(folder).path))
        #expect(!FileManager.default.fileExists(atPath: data.appending(path: "millrace.sqlite").path))
    }

    @Test("One that no plugin brings is refused with those there are")
    func unknown() async throws {
        let folder = try TemporaryFolder()
        let error = await #expect(throws: ServerProcess.DidNotStart.self) {
            _ = try await ServerProcess(data: folder.url, arguments: ["--storage", "postgres"])
        }
        let description = error?.description ?? ""
        #expect(description.contains("the storage \"postgres\".") && description.contains("Available: sqlite"))
    }

    /// In the plugin's data folder, the only one that it writes in a process of its own.
    private func file(_ folder: TemporaryFolder) -> URL {
        folder.url.appending(path: "data/plugins/sqlstorage/kept.db")
    }

    private func arguments(_ folder: TemporaryFolder, _ isolation: String) throws -> [String] {
        let plugins = folder.url.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: BuildProducts.directory.appending(path: "libSQLStorageFixture.so"),
            to: plugins.appending(path: "libSQLStorageFixture.so"))
        return [
            "--plugins", plugins.path, "--plugin-isolation", "sqlstorage=\(isolation)", "--storage", "sqlfile",
            "--plugin-setting", "sqlstorage.path=\(file(folder).path)",
        ]
    }
}
