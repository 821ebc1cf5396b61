import Foundation
import JSON
import Marketplace
import TestSupport
import Testing

@Suite("Publishers, and what is changed after publication", .timeLimit(.minutes(10)))
struct PublisherTests {
    private let fixture: RegistryFixture
    private let registry = SigningKey()

    init() throws { fixture = try RegistryFixture() }

    private var editor: RegistryEditor { RegistryEditor(folder: fixture.root, key: registry) }

    /// Of a server that trusts these keys.
    private func problems(trusting keys: [SigningKey]) async throws -> [String] {
        let check = PackageCheck(trusted: keys.map(\.publicKey))
        do throws(RegistryError) {
            let (index, isVouchedFor) = try await fixture.source.verifiedIndex(check)
            return await index.problems(in: fixture.source, check, isVouchedFor: isVouchedFor).map(\.code.rawValue)
        } catch { return [error.code.rawValue] }
    }

    @Test("A publisher's key signs the publisher's nodes, and servers need to trust the registry's key only")
    func delegated() async throws {
        try await editor.add(.init(id: "post", keys: [fixture.key.publicKey.text], nodes: ["post*"]))
        #expect(try await problems(trusting: [registry]) == [])
        // Without the registry's word the publisher's key is nobody's.
        #expect(try await problems(trusting: [SigningKey()]) == ["registry.unknownKey"])
    }

    @Test("A package that another key than one of its publisher has signed is refused, whoever trusts that key")
    func foreign() async throws {
        let stranger = SigningKey()
        try await editor.add(.init(id: "post", keys: [stranger.publicKey.text], nodes: ["postcard"]))
        #expect(Set(try await problems(trusting: [registry, fixture.key])) == ["package.namespace"])
        try await editor.add(.init(id: "post", keys: [fixture.key.publicKey.text], nodes: ["letter-*"]))
        #expect(Set(try await problems(trusting: [registry, fixture.key])) == ["package.namespace"])
        // It is not even published.
        let package = fixture.folder.url.appending(path: "package").path
        _ = try RegistryBuilder(sdk: "0.0.0", key: fixture.key).build([fixture.plugin(version: "2.0.0")], to: package)
        await #expect(throws: RegistryError.self) {
            try await RegistryPublisher(folder: fixture.root, key: registry).publish(package)
        }
    }

    @Test("A package that was published unsigned gets the signature that it has later, once")
    func signedLater() async throws {
        let package = fixture.folder.url.appending(path: "package").path
        let target = fixture.folder.url.appending(path: "later").path
        let library = try fixture.plugin(version: "2.0.0")
        _ = try RegistryBuilder(sdk: "0.0.0", key: nil).build([library], to: package)
        func publish() async throws -> [String] {
            try await RegistryPublisher(folder: target, key: registry).publish(package)
        }
        #expect(try await publish() == ["postcard 2.0.0"])
        #expect(try await publish() == [])
        _ = try await RegistryBuilder.sign(package, with: fixture.key)
        #expect(try await publish() == ["postcard 2.0.0"])
        #expect(try await publish() == [])
        let build = try await RegistrySource(target).index().nodes.first?.versions.first?.builds.first
        #expect(build?.signature?.key == fixture.key.publicKey.id)
    }

    @Test("What a revoked key has signed is refused, and so is a later index that it signs")
    func revoked() async throws {
        let memory = fixture.folder.url.appending(path: "registries.json").path
        let check = PackageCheck(trusted: [registry.publicKey, fixture.key.publicKey])
        let registries = Registries([fixture.source], check: check, memory: memory, freshness: .zero)
        try await editor.revoke(key: fixture.key.publicKey.id, reason: "It was stolen.")
        #expect(Set(try await problems(trusting: [registry, fixture.key])) == ["package.revokedKey"])
        let offer = try #require(try await registries.offer(of: "postcard"))
        #expect(offer.rules.revocation(of: fixture.key.publicKey.id) == "It was stolen.")
        _ = try await RegistryBuilder.sign(fixture.root, with: fixture.key)
        for registries in [registries, Registries([fixture.source], check: check, memory: memory)] {
            _ = await registries.offers()
            #expect(await registries.statuses.first?.error?.code.rawValue == "package.revokedKey")
        }
    }

    @Test(
        "A withdrawn version is not the latest, a deprecated one only where there is no other; both can be taken back")
    func withdrawn() async throws {
        func latest() async throws -> RegistryIndex.Version? { try await fixture.source.index().nodes.first?.latest }
        #expect(try await latest()?.version == "1.10.0")
        try await editor.withdraw("postcard", version: "1.10.0", reason: "It loses letters.")
        #expect(try await latest()?.version == "1.9.0")
        try await editor.deprecate("postcard", version: "1.9.0", message: "Use 1.0.0.", replacedBy: nil)
        #expect(try await latest()?.version == "1.0.0")
        try await editor.deprecate("postcard", version: nil, message: "Write letters.", replacedBy: "letter")
        #expect(try await latest()?.deprecationMessage == "Write letters.")
        #expect(try await latest()?.replacedBy == "letter")
        try await editor.deprecate("postcard", version: nil, message: nil, replacedBy: nil)
        try await editor.withdraw("postcard", version: "1.10.0", reason: nil)
        let last = try await latest()
        #expect(last?.version == "1.10.0" && last?.deprecated == nil)
        // The packages' signatures are those of before.
        #expect(try await problems(trusting: [registry, fixture.key]) == [])
        await #expect(throws: RegistryError.self) {
            try await editor.withdraw("postcard", version: "9.0.0", reason: "x")
        }
        await #expect(throws: RegistryError.self) {
            try await editor.deprecate("letter", version: nil, message: "x", replacedBy: nil)
        }
    }

    @Test(
        "Names that no node has, and nodes of another publisher, are refused",
        arguments: ["", "Foo Bar", "acme_*", "a*b", "post*", "postcard", "postcard-*", "pos*"])
    func names(nodes: String) async throws {
        let keys = [fixture.key.publicKey.text]
        try await editor.add(.init(id: "post", keys: keys, nodes: ["postcard*", "post*"]))
        await #expect(throws: RegistryError.self) {
            try await editor.add(.init(id: "other", keys: keys, nodes: [nodes]))
        }
        await #expect(throws: RegistryError.self) {
            try await editor.add(.init(id: "Other!", keys: keys, nodes: ["a"]))
        }
        // A publisher may change its own.
        try await editor.add(.init(id: "post", keys: keys, nodes: ["post*", "letter"]))
        try await editor.add(.init(id: "other", keys: keys, nodes: ["letters"]))
        #expect(try await fixture.source.index().publishers?.map(\.id) == ["other", "post"])
    }

    @Test("Only the id of a key is revoked, and not that of the key that signs the index")
    func revokable() async throws {
        for id in ["foo", "", "0123456789ABCDEF", "0123456789abcde", registry.publicKey.id] {
            await #expect(throws: RegistryError.self) { try await editor.revoke(key: id, reason: "x") }
        }
        #expect(try await fixture.source.index().revokedKeys == nil)
    }

    @Test("A registry that signs its index is changed with its key only")
    func keyRequired() async throws {
        let keyless = RegistryEditor(folder: fixture.root, key: nil)
        await #expect(throws: RegistryError.self) {
            try await keyless.withdraw("postcard", version: "1.9.0", reason: "x")
        }
        let package = fixture.folder.url.appending(path: "package").path
        _ = try RegistryBuilder(sdk: "0.0.0", key: fixture.key).build([fixture.plugin(version: "2.0.0")], to: package)
        await #expect(throws: RegistryError.self) {
            try await RegistryPublisher(folder: fixture.root).publish(package)
        }
        #expect(try await fixture.source.index().signature != nil)
    }
}
