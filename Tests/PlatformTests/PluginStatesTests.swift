import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("The state of plugins in a database", .timeLimit(.minutes(10)))
struct PluginStatesTests {
    private static let owner = PluginStateOwner(plugin: "p", organization: nil)

    @Test("Each plugin has its own keys, and so has each organization")
    func owners() async throws {
        try await Installation.with { installation in
            let states = PluginStates(storage: installation.storage)
            let owners = [
                Self.owner, PluginStateOwner(plugin: "p", organization: "o"),
                PluginStateOwner(plugin: "q", organization: nil),
            ]
            for (number, owner) in owners.enumerated() {
                try await states.set("k", to: ["n": .int(number)], of: owner, after: [:], largest: 100)
            }
            for (number, owner) in owners.enumerated() {
                #expect(try await states.value("k", of: owner, after: [:]) == ["n": .int(number)])
                #expect(try await states.value("other", of: owner, after: [:]) == .null)
            }
            try await states.set("k", to: .null, of: Self.owner, after: [:], largest: 100)
            #expect(try await states.value("k", of: Self.owner, after: [:]) == .null)
            #expect(try await states.value("k", of: owners[1], after: [:]) == ["n": 1])
        }
    }

    @Test("It begins with what a disk has, once: what another disk has from an earlier time does not come back")
    func former() async throws {
        try await Installation.with { installation in
            let states = PluginStates(storage: installation.storage)
            let former: JSONObject = ["a": 1, "b": [true]]
            #expect(try await states.value("a", of: Self.owner, after: former) == 1)
            try await states.set("a", to: .null, of: Self.owner, after: former, largest: 100)
            #expect(try await states.value("a", of: Self.owner, after: former) == .null)
            #expect(try await states.value("b", of: Self.owner, after: [:]) == [true])
            #expect(try await states.value("c", of: Self.owner, after: ["c": 3]) == .null)
            // One that begins with a write, too.
            let other = PluginStateOwner(plugin: "q", organization: nil)
            try await states.set("b", to: 2, of: other, after: former, largest: 100)
            #expect(try await states.value("a", of: other, after: [:]) == 1)
            #expect(try await states.value("b", of: other, after: [:]) == 2)
        }
    }

    @Test("What is larger than a plugin may keep is refused and changes nothing")
    func large() async throws {
        try await Installation.with { installation in
            let states = PluginStates(storage: installation.storage)
            try await states.set("a", to: "1234567890", of: Self.owner, after: [:], largest: 40)
            await #expect(throws: PluginFailure.self) {
                try await states.set("b", to: "123456789012345678901234567890", of: Self.owner, after: [:], largest: 40)
            }
            await #expect(throws: PluginFailure.self) {
                try await states.set("", to: 1, of: Self.owner, after: [:], largest: 40)
            }
            #expect(try await states.value("a", of: Self.owner, after: [:]) == "1234567890")
            #expect(try await states.value("b", of: Self.owner, after: [:]) == .null)
            // The value that it takes the place of does not count.
            try await states.set("a", to: "123456789012345678901234", of: Self.owner, after: [:], largest: 40)
        }
    }

    @Test("A plugin is called within a request, whose change is not that of the plugin's state")
    func request() async throws {
        struct Refused: Error {}
        try await Installation.with { installation in
            let states = PluginStates(storage: installation.platform.storage)
            let first = FirstTransaction { _ in
                throw Refused()
            } after: { _ in
            }
            try await FirstTransaction.$current.withValue(first) {
                try await states.set("k", to: 1, of: Self.owner, after: [:], largest: 100)
            }
            #expect(try await states.value("k", of: Self.owner, after: [:]) == 1)
        }
    }
}
