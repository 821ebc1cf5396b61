import Foundation
import JSON
import Marketplace
import TestSupport
import Testing

@Suite("The registry that came with the server", .timeLimit(.minutes(10)))
struct BundledRegistryTests {
    private let fixture: RegistryFixture
    private let nobody = PackageCheck(trusted: [])

    init() throws { fixture = try RegistryFixture() }

    private var bundled: RegistrySource { RegistrySource(bundled: fixture.root, key: fixture.key.publicKey) }
    private var index: URL { fixture.folder.url.appending(path: "registry/index.json") }

    private func registries(_ sources: RegistrySource...) -> Registries {
        Registries(
            sources, check: nobody, memory: fixture.folder.url.appending(path: "registries.json").path,
            freshness: .zero)
    }

    private func code(of registries: Registries) async -> String? {
        _ = await registries.offers()
        return await registries.statuses.first?.error?.code.rawValue
    }

    @Test("It is trusted by its own key, whatever keys the server trusts")
    func ownKey() async throws {
        let registries = registries(bundled)
        #expect(await code(of: registries) == nil)
        let offer = try #require(try await registries.offer(of: "postcard"))
        #expect(offer.source.name == "bundled")
        let version = try #require(offer.node.versions.first)
        let build = try #require(version.builds.first)
        try nobody.check(
            try await offer.source.package(build), node: "postcard", version: version, build: build, offer.rules)
        let index = try await offer.source.index()
        #expect(await index.problems(in: offer.source, nobody, isVouchedFor: true).isEmpty)
    }

    @Test("Its key is trusted for no other registry")
    func noOther() async throws {
        let registries = registries(bundled, fixture.source)
        _ = await registries.offers()
        let codes = await registries.statuses.map { $0.error?.code.rawValue }
        #expect(codes == [nil, "registry.unknownKey"])
    }

    @Test("An index that another key has signed, that is changed or not signed is refused")
    func strangers() async throws {
        let original = try Data(contentsOf: index)
        _ = try await RegistryBuilder.sign(fixture.root, with: SigningKey())
        #expect(await code(of: registries(bundled)) == "registry.unknownKey")
        try String(decoding: original, as: UTF8.self).replacing("Sends a postcard.", with: "Sends two.").write(
            to: index, atomically: true, encoding: .utf8)
        #expect(await code(of: registries(bundled)) == "registry.signature")
        var json = try JSONValue(parsing: original).object ?? [:]
        json["signature"] = nil
        try Data(JSONValue.object(json).bytes).write(to: index)
        #expect(await code(of: registries(bundled)) == "registry.unsigned")
    }

    @Test("A downgrade brings an older index, which is taken")
    func downgrade() async throws {
        let old = try Data(contentsOf: index)
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        #expect(await code(of: registries(bundled)) == nil)
        try old.write(to: index)
        #expect(await code(of: registries(bundled)) == nil)
    }
}
