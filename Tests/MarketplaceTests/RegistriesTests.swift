import Foundation
import Marketplace
import Testing

@Suite("The registries of a server")
struct RegistriesTests {
    @Test("An index is fetched once and asked for by its tag; without the server, what is known is still offered")
    func cache() async throws {
        let fixture = try RegistryFixture()
        let registries = try await fixture.serving { base in
            let registries = Registries([RegistrySource(base)], freshness: .zero)
            #expect(await registries.offers().map(\.node.id) == ["postcard"])
            let first = await registries.standings.first?.fetchedAt
            #expect(await registries.offers().map(\.node.id) == ["postcard"])
            let second = await registries.standings.first?.fetchedAt
            #expect(try #require(first) < #require(second))
            let offer = try await registries.offer(of: "postcard")
            #expect(offer?.node.latest?.version == "1.10.0")
            let unknown = try await registries.offer(of: "letter")
            #expect(unknown?.node.id == nil)
            return registries
        }
        #expect(await registries.offers().map(\.node.id) == ["postcard"])
        #expect(await registries.standings.first?.error?.code == "registry.unreachable")
        await #expect(throws: RegistryError.self) { try await registries.offer(of: "postcard") }
    }
}
