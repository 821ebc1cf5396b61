import Foundation
import JSON
import Marketplace
import TestSupport
import Testing

/// The attacks on an index that "Attacks and Weaknesses" of The Update Framework names.
@Suite("The index of a registry under attack", .timeLimit(.minutes(10)))
struct IndexAttackTests {
    private let fixture: RegistryFixture
    private let memory: String

    init() throws {
        fixture = try RegistryFixture()
        memory = fixture.folder.url.appending(path: "registries.json").path
    }

    private func registries(_ check: PackageCheck? = nil) -> Registries {
        Registries([fixture.source], check: check ?? fixture.trusting, memory: memory, freshness: .zero)
    }

    private func code(of registries: Registries) async -> String? {
        _ = await registries.offers()
        return await registries.statuses.first?.error?.code.rawValue
    }

    private var index: URL { fixture.folder.url.appending(path: "registry/index.json") }

    @Test("A signed index is taken, and a later one")
    func honest() async throws {
        let registries = registries()
        #expect(await code(of: registries) == nil)
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        #expect(await code(of: registries) == nil)
        #expect(try await registries.offer(of: "postcard")?.node.versions.count == 3)
    }

    @Test("Replayed: an older index is refused, also after a restart, and what is known stays offered")
    func replayed() async throws {
        let old = try Data(contentsOf: index)
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        let before = registries()
        #expect(await code(of: before) == nil)
        try old.write(to: index)
        for registries in [before, registries()] {
            #expect(await code(of: registries) == "registry.rollback")
            await #expect(throws: RegistryError.self) { try await registries.offer(of: "postcard") }
        }
        #expect(await before.offers().map(\.node.id) == ["postcard"])
    }

    @Test("Replayed after the memory was damaged, or could not be written: nothing is taken that is not compared")
    func memoryIsLost() async throws {
        let old = try Data(contentsOf: index)
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        // A folder in its place: the file cannot be written.
        try FileManager.default.createDirectory(atPath: memory, withIntermediateDirectories: false)
        #expect(await code(of: registries()) == "package.store")
        try FileManager.default.removeItem(atPath: memory)
        #expect(await code(of: registries()) == nil)
        try old.write(to: index)
        for damage in ["", "{", "[]"] {
            try Data(damage.utf8).write(to: URL(filePath: memory))
            #expect(await code(of: registries()) == "package.store", "\(damage)")
        }
    }

    @Test("An index that could not be remembered is not taken the next time either")
    func unwritable() async throws {
        let registries = registries()
        let blocked = memory + "-dir"
        try FileManager.default.createDirectory(atPath: blocked, withIntermediateDirectories: false)
        let unwritable = Registries(
            [fixture.source], check: fixture.trusting, memory: blocked + "/missing/registries.json", freshness: .zero)
        #expect(await code(of: unwritable) == "package.store")
        #expect(await code(of: unwritable) == "package.store")
        #expect(await code(of: registries) == nil)
    }

    @Test("Frozen: an index that has expired is refused")
    func frozen() async throws {
        try resign { $0["expires"] = "2026-01-01T00:00:00Z" }
        #expect(await code(of: registries()) == "registry.expired")
        try resign { $0["expires"] = "tomorrow" }
        #expect(await code(of: registries()) == "registry.expired")
    }

    @Test("Mixed: parts of two indexes, and two indexes of one version, are refused")
    func mixed() async throws {
        let registries = registries()
        #expect(await code(of: registries) == nil)
        try fixture.edit("index.json") { $0.replacingOccurrences(of: "Sends a postcard.", with: "Sends a letter.") }
        #expect(await code(of: registries) == "registry.signature")
        try resign { _ in }
        #expect(await code(of: registries) == "registry.rollback")
    }

    @Test("Truncated: an index that was cut, or has fewer versions, is refused")
    func truncated() async throws {
        let text = try String(contentsOf: index, encoding: .utf8)
        try fixture.edit("index.json") { String($0.dropLast($0.count / 2)) }
        #expect(await code(of: registries()) == "registry.index")
        try text.write(to: index, atomically: true, encoding: .utf8)
        var json = try #require(try JSONValue(parsing: text).object)
        json["nodes"] = []
        try JSONValue.object(json).text.write(to: index, atomically: true, encoding: .utf8)
        #expect(await code(of: registries()) == "registry.signature")
    }

    @Test("Signed by a stranger, or not any more, it is refused")
    func stranger() async throws {
        let registries = registries()
        #expect(await code(of: registries) == nil)
        _ = try await RegistryBuilder.sign(fixture.root, with: SigningKey())
        #expect(await code(of: registries) == "registry.unknownKey")
        let plugins = try [fixture.plugin(version: "1.0.0")]
        _ = try RegistryBuilder(sdk: "0.0.0", key: nil).build(plugins, to: fixture.root)
        #expect(await code(of: registries) == "registry.unsigned")
    }

    @Test("A registry that never signed its index is read, and its packages still need signatures")
    func unsigned() async throws {
        try resign { members in
            for name in ["version", "expires", "signature"] { members[name] = Optional<JSONValue>.none }
        }
        #expect(await code(of: registries()) == nil)
        #expect(try await fixture.source.index().problems(in: fixture.source, fixture.trusting) == [])
    }

    /// Changes the index and signs it anew where it still says that it is signed, as only the registry could.
    private func resign(_ change: (inout JSONObject) -> Void) throws {
        var members = try #require(try JSONValue(parsing: Data(contentsOf: index)).object)
        let isSigned = members["signature"] != nil
        change(&members)
        if isSigned, members["signature"] != nil {
            members["signature"] = try fixture.key.signature(ofIndex: .object(members))
        }
        try JSONValue.object(members).text.write(to: index, atomically: true, encoding: .utf8)
    }
}
