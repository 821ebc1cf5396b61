import Foundation
import Marketplace
import TestSupport
import Testing

@Suite("Changelogs of packages", .timeLimit(.minutes(10)))
struct ChangelogTests {
    private let fixture: RegistryFixture
    private let package: String

    init() throws {
        fixture = try RegistryFixture()
        package = fixture.folder.url.appending(path: "package").path
    }

    /// Packs plugins, and returns the changelog of the first version that the index has.
    private func packed(_ versions: String...) async throws -> String? {
        let plugins = try versions.map { try fixture.plugin(version: $0) }
        let index = try RegistryBuilder(sdk: "0.0.0", key: fixture.key, replacesKey: true).build(plugins, to: package)
        guard let path = index.nodes.first?.versions.first?.changelog else { return nil }
        return PackageChangelog.text(try await RegistrySource(package).document(path))
    }

    @Test("That of the library comes first, and that of the folder counts for a plugin that is packed alone")
    func place() async throws {
        #expect(try await packed("2.0.0") == nil)
        try fixture.folder.write("# 2.0.0 of the folder\n", to: "built/CHANGELOG.md")
        #expect(try await packed("2.0.0") == "# 2.0.0 of the folder\n")
        #expect(try await packed("2.0.0", "3.0.0") == nil)
        try fixture.folder.write("# 3.0.0: blue — twice\n", to: "built/3.0.0.CHANGELOG.md")
        #expect(try await packed("2.0.0", "3.0.0") == "# 3.0.0: blue — twice\n")
        #expect(try await packed("3.0.0") == "# 3.0.0: blue — twice\n")
    }

    @Test("It is published with its package, whose signatures hold; an index without one has no such member")
    func published() async throws {
        let index = "\(fixture.root)/index.json"
        #expect(try !String(contentsOfFile: index, encoding: .utf8).contains("changelog"))
        try fixture.folder.write("# 2.0.0\n", to: "built/CHANGELOG.md")
        _ = try await packed("2.0.0")
        _ = try await RegistryPublisher(folder: fixture.root, key: fixture.key).publish(package)
        let read = try await fixture.source.index()
        let versions = try #require(read.nodes.first?.versions)
        #expect(versions.first?.changelog == "postcard/2.0.0/CHANGELOG.md")
        #expect(versions.dropFirst().allSatisfy { $0.changelog == nil })
        #expect(await read.problems(in: fixture.source, fixture.trusting) == [])
        let text = PackageChangelog.text(try await fixture.source.document("postcard/2.0.0/CHANGELOG.md"))
        #expect(text == "# 2.0.0\n")
    }

    @Test("One that is too long or not text is refused with its size or what is expected; an empty one is none")
    func refused() async throws {
        for (bytes, problem) in [
            (Data(repeating: 0x23, count: PackageChangelog.longest + 1), "\(PackageChangelog.longest + 1) bytes"),
            (Data([0x23, 0xFF]), "UTF-8"), (Data([0x23, 0x00]), "UTF-8"),
        ] {
            try bytes.write(to: fixture.folder.url.appending(path: "built/CHANGELOG.md"))
            await #expect {
                _ = try await packed("2.0.0")
            } throws: { error in
                (error as? RegistryError)?.code.rawValue == "package.unfit"
                    && (error as? RegistryError)?.message.contains(problem) == true
            }
        }
        try fixture.folder.write(" \n", to: "built/CHANGELOG.md")
        #expect(try await packed("2.0.0") == nil)
        try fixture.folder.write(
            String(repeating: "#", count: PackageChangelog.longest), to: "built/CHANGELOG.md")
        #expect(try await packed("2.0.0")?.utf8.count == PackageChangelog.longest)
    }

    @Test("Of a longer one that another program wrote the beginning is shown, up to a whole character")
    func cut() {
        let text = String(repeating: "x", count: PackageChangelog.longest - 1) + "é and more"
        #expect(PackageChangelog.text(Array(text.utf8)) == String(repeating: "x", count: PackageChangelog.longest - 1))
        #expect(PackageChangelog.text([0x61, 0xFF]) == "a\u{FFFD}")
    }
}
