import Foundation
import Marketplace
import TestSupport
import Testing

@Suite("A registry of plugins", .timeLimit(.minutes(10)))
struct RegistryTests {
    @Test("What is built and signed is as it should be, newest first, from a folder and over HTTP")
    func verifies() async throws {
        let fixture = try RegistryFixture()
        try await fixture.serving { base in
            for source in [fixture.source, RegistrySource(base + "/")] {
                let index = try await source.index()
                #expect(index.nodes.map(\.id) == ["postcard"])
                #expect(index.nodes.first?.versions.map(\.version) == ["1.10.0", "1.9.0", "1.0.0"])
                #expect(await index.problems(in: source, fixture.trusting) == [])
            }
        }
    }

    @Test("Every version has its definition, page and icon")
    func files() async throws {
        let fixture = try RegistryFixture()
        for version in try #require(try await fixture.source.index().nodes.first).versions {
            for path in [version.definition, version.readme, try #require(version.icon)] {
                #expect(FileManager.default.fileExists(atPath: "\(fixture.root)/\(path)"), "\(path)")
            }
        }
    }

    @Test("A library that was changed, keeping its length, has another checksum")
    func changedLibrary() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit(RegistryFixture.package) { $0.replacingOccurrences(of: "library", with: "libraru") }
        #expect(try await problems(of: fixture) == [.checksum(RegistryFixture.package)])
    }

    @Test("A library that was cut has another size")
    func cutLibrary() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit(RegistryFixture.package) { String($0.dropLast(4)) }
        #expect(try await problems(of: fixture) == [.size(RegistryFixture.package, expected: 20, found: 16)])
    }

    @Test("A longer library is not read further than the index announces, from a folder and over HTTP")
    func longLibrary() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit(RegistryFixture.package) { $0 + String(repeating: "x", count: 100_000) }
        try await fixture.serving { base in
            for source in [fixture.source, RegistrySource(base)] {
                let found = try await source.index().problems(in: source, fixture.trusting)
                #expect(found == [.tooLarge("\(source.name)/\(RegistryFixture.package)", limit: 20)])
            }
        }
    }

    @Test("A registry that another key has signed is replaced on request only")
    func otherKey() async throws {
        let fixture = try RegistryFixture()
        let other = SigningKey()
        let plugins = [try fixture.plugin(version: "2.0.0")]
        let error = #expect(throws: RegistryError.self) {
            try RegistryBuilder(sdk: "0.0.0", key: other).build(plugins, to: fixture.root)
        }
        #expect(error?.message.contains("\(fixture.key.publicKey.id): servers") == true, "\(error as Any)")
        #expect(try await fixture.source.index().signature?.key == fixture.key.publicKey.id)
        _ = try RegistryBuilder(sdk: "0.0.0", key: other, replacesKey: true).build(plugins, to: fixture.root)
        #expect(try await fixture.source.index().signature?.key == other.publicKey.id)
    }

    @Test("A signature holds for one version only: a signed library can't be offered as another one")
    func movedSignature() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit("index.json") {
            $0.replacingOccurrences(of: "\"version\": \"1.0.0\"", with: "\"version\": \"2.0.0\"")
        }
        let expected = RegistryError.signature(RegistryFixture.package, key: fixture.key.publicKey.id)
        #expect(try await problems(of: fixture) == [expected])
        // A wrong signature of a trusted key is refused even where unsigned packages are taken.
        let lenient = PackageCheck(trusted: [fixture.key.publicKey], allowsUnsigned: true)
        #expect(try await fixture.source.index().problems(in: fixture.source, lenient) == [expected])
    }

    @Test("A signature holds for one plugin only: a signed library can't be offered as another plugin's")
    func renamedPlugin() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit("index.json") { text in
            // The first is the plugin's own.
            text.range(of: "\"id\": \"postcard\"").map {
                text.replacingCharacters(in: $0, with: "\"id\": \"letter\"")
            } ?? text
        }
        #expect(try await fixture.source.index().nodes.map(\.id) == ["letter"])
        let found = try await problems(of: fixture)
        #expect(found.map(\.code.rawValue) == Array(repeating: "package.signature", count: 3))
    }

    @Test("A publisher who is not trusted is refused, unless unsigned packages are allowed")
    func unknownKey() async throws {
        let fixture = try RegistryFixture()
        let index = try await fixture.source.index()
        let strict = await index.problems(in: fixture.source, PackageCheck(trusted: [SigningKey().publicKey]))
        #expect(strict.map(\.code.rawValue) == Array(repeating: "package.unknownKey", count: 3))
        let lenient = PackageCheck(trusted: [], allowsUnsigned: true)
        #expect(await index.problems(in: fixture.source, lenient) == [])
    }

    @Test("An unsigned package is refused, unless allowed, until somebody trusted signs it")
    func unsigned() async throws {
        let fixture = try RegistryFixture()
        let plugin = try fixture.plugin(version: "1.0.0")
        _ = try RegistryBuilder(sdk: "0.0.0", key: nil).build([plugin], to: fixture.root)
        #expect(try await problems(of: fixture) == [.unsigned(RegistryFixture.package)])
        let lenient = PackageCheck(trusted: [], allowsUnsigned: true)
        #expect(try await fixture.source.index().problems(in: fixture.source, lenient) == [])
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        #expect(try await problems(of: fixture) == [])
    }

    @Test(
        "A path that leads out of the registry is never followed",
        arguments: ["../secret", "/etc/passwd", "a/../../b", "a//b", "a/%2e%2e/b", "a?b", "http://other/x", ""])
    func pathEscape(_ path: String) async throws {
        let fixture = try RegistryFixture()
        try fixture.edit("index.json") { $0.replacingOccurrences(of: RegistryFixture.package, with: path) }
        #expect(try await problems(of: fixture) == [.path(path)])
    }

    @Test("An index that is malformed, of another format or not there is an error that says so")
    func badIndex() async throws {
        let fixture = try RegistryFixture()
        try fixture.edit("index.json") { $0.replacingOccurrences(of: "\"format\": 1", with: "\"format\": 2") }
        await #expect(throws: RegistryError.format(fixture.root, 2)) { try await fixture.source.index() }
        try fixture.edit("index.json") { _ in "{" }
        await #expect { try await fixture.source.index() } throws: {
            ($0 as? RegistryError)?.code.rawValue == "registry.index"
        }
        try FileManager.default.removeItem(atPath: "\(fixture.root)/index.json")
        try await fixture.serving { base in
            for source in [
                fixture.source, RegistrySource(base), RegistrySource("http://127.0.0.1:1", timeout: .seconds(1)),
            ] {
                await #expect { try await source.index() } throws: {
                    ($0 as? RegistryError)?.code.rawValue == "registry.unreachable"
                }
            }
        }
    }

    @Test("A plugin that is no package is refused, and the registry that is there stays")
    func unfit() async throws {
        let fixture = try RegistryFixture()
        let builder = RegistryBuilder(sdk: "0.0.0", key: fixture.key)
        let twice = try [fixture.plugin(version: "1.0.0"), fixture.plugin(version: "1.0.0")]
        #expect(throws: RegistryError.duplicate(node: "postcard", version: "1.0.0")) {
            try builder.build(twice, to: fixture.root)
        }
        let two = try fixture.plugin(version: "1.0.0", nodes: 2)
        #expect { try builder.build([two], to: fixture.root) } throws: {
            ($0 as? RegistryError)?.code.rawValue == "package.unfit"
        }
        #expect(try await problems(of: fixture) == [])
        #expect(!FileManager.default.fileExists(atPath: fixture.root + ".new"))
    }

    @Test("A folder with other files is never replaced by a registry")
    func otherFolder() throws {
        let fixture = try RegistryFixture()
        let kept = try fixture.folder.write("mine", to: "home/letter.txt")
        let home = kept.deletingLastPathComponent().path
        #expect(throws: RegistryError.notARegistry(home)) {
            try RegistryBuilder(sdk: "0.0.0", key: nil).build([try fixture.plugin(version: "1.0.0")], to: home)
        }
        #expect(FileManager.default.fileExists(atPath: kept.path))
    }

    private func problems(of fixture: RegistryFixture) async throws -> [RegistryError] {
        try await fixture.source.index().problems(in: fixture.source, fixture.trusting)
    }
}
