import Foundation
import Marketplace
import TestSupport
import Testing

@Suite("The registries of a server", .timeLimit(.minutes(3)))
struct RegistriesTests {
    @Test("An index is fetched once and asked for by its tag; without the server, what is known is still offered")
    func cache() async throws {
        let fixture = try RegistryFixture()
        let registries = try await fixture.serving { base in
            let tag = try #require(try await RegistrySource(base).index(otherThan: nil)?.tag)
            #expect(try await RegistrySource(base).index(otherThan: tag) == nil)
            #expect(try await RegistrySource(base).index(otherThan: "\"other\"") != nil)
            let registries = Registries([RegistrySource(base)], freshness: .zero)
            #expect(await registries.offers().map(\.node.id) == ["postcard"])
            let first = await registries.statuses.first?.fetchedAt
            #expect(await registries.offers().map(\.node.id) == ["postcard"])
            let second = await registries.statuses.first?.fetchedAt
            #expect(try #require(first) < #require(second))
            let offer = try await registries.offer(of: "postcard")
            #expect(offer?.node.latest?.version == "1.10.0")
            let unknown = try await registries.offer(of: "letter")
            #expect(unknown?.node.id == nil)
            return registries
        }
        #expect(await registries.offers().map(\.node.id) == ["postcard"])
        #expect(await registries.statuses.first?.error?.code.rawValue == "registry.unreachable")
        await #expect(throws: RegistryError.self) { try await registries.offer(of: "postcard") }
    }

    @Test("A file that drips is given up as a whole after the limit, and at once when the server stops")
    func drip() async throws {
        let server = try DrippingServer()
        defer { server.close() }
        let slow = RegistrySource("http://127.0.0.1:\(server.port)", timeout: .milliseconds(300))
        let error = await #expect(throws: RegistryError.self) { try await slow.index() }
        #expect(error?.code.rawValue == "registry.unreachable")
        #expect(error.map { "\($0)".contains("could not be read within") } == true, "\(String(describing: error))")
        let patient = RegistrySource("http://127.0.0.1:\(server.port)", timeout: .seconds(600))
        let registries = Registries([patient], freshness: .zero)
        let offer = Task { try await registries.offer(of: "postcard")?.node.id }
        try await eventually("the second connection") { server.connections >= 2 }
        await registries.stop()
        let stopped = await #expect(throws: RegistryError.self) { _ = try await offer.value }
        #expect(stopped.map { "\($0)".contains("the server is stopping") } == true)
        await #expect(throws: RegistryError.self) { try await registries.offer(of: "postcard") }
    }

    @Test("A deprecated version is offered with what to use instead, and is the latest only when all are deprecated")
    func deprecations() async throws {
        let fixture = try RegistryFixture()
        func deprecate(_ version: String) throws {
            try fixture.edit("index.json") {
                let line = "\"version\": \"\(version)\""
                return $0.replacingOccurrences(
                    of: line,
                    with: line + ", \"deprecated\": true, \"deprecationMessage\": \"M\", \"replacedBy\": \"letter\"")
            }
        }
        try deprecate("1.10.0")
        let node = try #require(try await fixture.source.index().nodes.first)
        #expect(node.latest?.version == "1.9.0")
        let old = try #require(node.versions.first)
        #expect(old.version == "1.10.0" && old.deprecated == true)
        #expect(old.deprecationMessage == "M" && old.replacedBy == "letter")
        for version in ["1.9.0", "1.0.0"] { try deprecate(version) }
        #expect(try await fixture.source.index().nodes.first?.latest?.version == "1.10.0")
    }

    @Test("A version that is not released yet is the latest only when none is")
    func prereleases() async throws {
        let fixture = try RegistryFixture()
        func rename(_ version: String, to name: String) throws {
            try fixture.edit("index.json") {
                $0.replacingOccurrences(of: "\"version\": \"\(version)\"", with: "\"version\": \"\(name)\"")
            }
        }
        func latest() async throws -> String? { try await fixture.source.index().nodes.first?.latest?.version }
        try rename("1.10.0", to: "2.0.0-beta.1")
        #expect(try await latest() == "1.9.0")
        try rename("1.9.0", to: "1.9.0-rc.1")
        #expect(try await latest() == "1.0.0")
        try rename("1.0.0", to: "1.0.0-rc.1")
        #expect(try await latest() == "2.0.0-beta.1")
    }
}
