import Foundation
import PlatformFixtures
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite("What the doctor finds in a data directory", .timeLimit(.minutes(10)))
struct DataDoctorTests {
    private func findings(_ installation: Installation, repairs: Bool = false) async -> [Finding] {
        await DataDoctor(data: installation.directory, contributions: installation.contributions).run(repairs: repairs)
    }

    private func problems(_ findings: [Finding]) -> [Finding] { findings.filter { $0.state == .problem } }

    private func healthy(_ body: (Installation) async throws -> Void) async throws {
        try await Installation.with { installation in
            chmod(installation.directory, 0o700)
            for name in ["millrace.sqlite"] { chmod("\(installation.directory)/\(name)", 0o600) }
            _ = try await installation.platform.variables.create(
                try await installation.owner(), in: nil, Variable(name: "A_TOKEN", value: "secret", isSecret: true))
            #expect(problems(await findings(installation)) == [])
            try await body(installation)
        }
    }

    @Test("Nothing is wrong with a fresh one")
    func nothing() async throws { try await healthy { _ in } }

    @Test("Modes that let others read, which a repair changes", arguments: [0o755, 0o740, 0o704] as [mode_t])
    func modes(mode: mode_t) async throws {
        try await healthy { installation in
            let paths = [installation.directory, "\(installation.directory)/master.key"]
            for path in paths { chmod(path, mode) }
            let found = problems(await findings(installation))
            #expect(found.count == 2 && found.allSatisfy { $0.check == "permissions" && $0.repair != nil })
            #expect(found.contains { $0.message.contains("master.key") })
            let repaired = await findings(installation, repairs: true)
            #expect(problems(repaired) == [] && repaired.count { $0.state == .repaired } == 2)
            #expect(problems(await findings(installation)) == [])
        }
    }

    @Test("Everything that the server keeps is judged, and nothing that somebody else has put beside it")
    func everything() async throws {
        try await healthy { installation in
            let folder = installation.directory
            for name in ["plugins/any", "mine"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
                chmod("\(folder)/\(name)", 0o755)
                try Data("x".utf8).write(to: URL(filePath: "\(folder)/\(name)/state.json"))
                chmod("\(folder)/\(name)/state.json", 0o644)
            }
            chmod("\(folder)/plugins", 0o700)
            let found = problems(await findings(installation))
            #expect(found.map(\.message) == ["Other users can access plugins/any, plugins/any/state.json."])
            let error = #expect(throws: StartError.self) { try PrivateFolder(folder).claim() }
            #expect(error?.code == .startOpen)
            #expect(error?.message.contains("\(folder)/plugins/any/state.json (mode 644)") == true)
            #expect(problems(await findings(installation, repairs: true)) == [])
            try PrivateFolder(folder).claim()
            func mode(_ name: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.posixPermissions] as? Int
            }
            #expect(try mode("plugins/any") == 0o700 && mode("plugins/any/state.json") == 0o600)
            #expect(try mode("mine/state.json") == 0o644)
        }
    }

    @Test("A directory under a link is judged by what the link leads to, and so are links in it")
    func links() async throws {
        try await healthy { installation in
            let folder = installation.directory
            let link = Installation.newDirectory()
            let elsewhere = Installation.newDirectory()
            defer { for path in [link, elsewhere] { try? FileManager.default.removeItem(atPath: path) } }
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder)
            try PrivateFolder(link).claim()
            chmod(folder, 0o755)
            #expect(throws: StartError.self) { try PrivateFolder(link).claim() }
            chmod(folder, 0o700)

            let target = "\(elsewhere)/file"
            try Data("x".utf8).write(to: URL(filePath: target))
            try FileManager.default.createDirectory(
                atPath: "\(folder)/plugins/any", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            chmod("\(folder)/plugins", 0o700)
            let inPlugin = "\(folder)/plugins/any/linked"
            try FileManager.default.createSymbolicLink(atPath: inPlugin, withDestinationPath: target)
            // Others may read a file of the system, and write to none.
            chmod(target, 0o644)
            try PrivateFolder(folder).claim()
            chmod(target, 0o664)
            let error = #expect(throws: StartError.self) { try PrivateFolder(folder).claim() }
            #expect(error?.message.contains("plugins/any/linked (mode 664)") == true)
            _ = await findings(installation, repairs: true)
            try PrivateFolder(folder).claim()
            // What the server itself keeps is nobody else's to read, wherever it is.
            chmod(target, 0o644)
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/registries.json", withDestinationPath: target)
            #expect(throws: StartError.self) { try PrivateFolder(folder).claim() }
            try FileManager.default.removeItem(atPath: target)
            try PrivateFolder(folder).claim()
        }
    }

    @Test(
        "What tells the server from others, and copies from before an upgrade, are the server's too",
        arguments: ["server-id", "before-upgrade"])
    func ownNames(name: String) async throws {
        try await healthy { installation in
            let path = "\(installation.directory)/\(name)"
            try Data("x".utf8).write(to: URL(filePath: path))
            chmod(path, 0o644)
            let error = #expect(throws: StartError.self) { try PrivateFolder(installation.directory).claim() }
            #expect(error?.message.contains("/\(name) (mode 644)") == true)
            _ = await findings(installation, repairs: true)
            try PrivateFolder(installation.directory).claim()
        }
    }

    @Test("A file of another user is refused", .enabled(if: TestMachine.runs(with: geteuid() == 0)))
    func foreignOwner() async throws {
        try await healthy { installation in
            let key = "\(installation.directory)/master.key"
            #expect(chown(key, 12_345, 12_345) == 0)
            let error = #expect(throws: StartError.self) { try PrivateFolder(installation.directory).claim() }
            #expect(error?.message.contains("master.key (mode 600, of user 12345)") == true)
            // For root the directory may be anybody's, as a volume's is.
            #expect(chown(installation.directory, 12_345, 12_345) == 0)
            try PrivateFolder(installation.directory).claim()
        }
    }

    @Test("A database of an earlier version, which has no webhooks, is none with a problem")
    func earlier() async throws {
        try await healthy { installation in
            try await installation.storage.transaction { database in
                try database.execute("DROP TABLE webhook_deliveries")
                try database.execute("DROP TABLE webhooks")
            }
            #expect(problems(await findings(installation)) == [])
        }
    }

    @Test("A database whose pages were written over, by its name", arguments: ["millrace.sqlite", "plugins/any/a.db"])
    func damage(name: String) async throws {
        try await healthy { installation in
            // A copy has no log beside it, so that what is read comes from its own pages.
            let copy = Installation.newDirectory()
            defer { try? FileManager.default.removeItem(atPath: copy) }
            let path = "\(copy)/\(name)"
            try FileManager.default.createDirectory(
                atPath: "\(copy)/plugins/any", withIntermediateDirectories: true)
            let whole = try SQLiteFile("\(installation.directory)/millrace.sqlite")
            for place in Set(["\(copy)/millrace.sqlite", path]) { try whole.copy(to: place) }
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seek(toOffset: 4096)
            try file.write(contentsOf: Data(repeating: 0xAB, count: 4096))
            try file.close()
            let found = await DataDoctor(data: copy, contributions: installation.contributions).run(repairs: false)
            #expect(found.contains { $0.check == "database" && $0.state == .problem && $0.message.contains(name) })
        }
    }

    @Test("A key that is missing or another's, and a secret that was changed")
    func keys() async throws {
        try await healthy { installation in
            try await installation.storage.transaction {
                _ = try $0.execute("UPDATE variables SET value = value || 'A' WHERE is_secret = 1")
            }
            let broken = problems(await findings(installation))
            #expect(broken.count == 1 && broken[0].check == "keys" && broken[0].message.contains("1 of"))
            let file = "\(installation.directory)/master.key"
            try MasterKey().store(at: file)
            #expect(problems(await findings(installation)).contains { $0.message.contains("is not the master key") })
            try FileManager.default.removeItem(atPath: file)
            #expect(problems(await findings(installation)).contains { $0.message.contains("does not exist") })
        }
    }

    @Test("Files of packages that are not installed, which a repair removes")
    func packages() async throws {
        try await healthy { installation in
            let folder = "\(installation.directory)/packages/incoming"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let file = "\(folder)/left.so"
            #expect(
                FileManager.default.createFile(
                    atPath: file, contents: Data("left".utf8), attributes: [.posixPermissions: 0o600]))
            let found = problems(await findings(installation))
            #expect(found.count == 1 && found[0].check == "packages" && found[0].message.contains("incoming/left.so"))
            #expect(problems(await findings(installation, repairs: true)) == [])
            #expect(problems(await findings(installation)) == [])
        }
    }
}
