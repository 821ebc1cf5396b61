import Egress
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("The address that is connected to is the one that was checked", .timeLimit(.minutes(3)))
struct EgressConnectorTests {
    /// Answers each look-up of a name with the next address, and the last one again and again.
    private final class ChangingNames: Sendable {
        private let answers: [IPAddress]
        private let count = Mutex(0)

        init(_ addresses: String...) { answers = addresses.compactMap { IPAddress($0) } }

        var lookups: Int { count.withLock { $0 } }

        func resolver() -> HostResolver {
            HostResolver(threads: 1) { [self] _ in
                let place = count.withLock { count in
                    defer { count += 1 }
                    return min(count, answers.count - 1)
                }
                return ([answers[place]], 0)
            }
        }
    }

    private func connect(
        _ names: ChangingNames, port: Int, _ rules: EgressRules
    ) async throws -> String? {
        let resolver = names.resolver()
        let connector = EgressConnector(rules: rules, timeout: .seconds(20), resolver: resolver)
        do {
            let target = try #require(EgressTarget(authority: "name.example:\(port)"))
            let channel = try await connector.connect(to: target)
            let address = try await channel.executeThenClose { _, _ in channel.channel.remoteAddress?.ipAddress }
            try await resolver.stop()
            return address
        } catch {
            try await resolver.stop()
            throw error
        }
    }

    @Test("A name that changes its answer after the check is not asked again: the checked address is connected to")
    func rebinding() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            let names = ChangingNames("127.0.0.3", "127.0.0.4")
            let address = try await connect(names, port: port, EgressRules(allowsPrivate: true))
            #expect(address?.hasSuffix("127.0.0.3") == true, "\(address ?? "")")
            #expect(names.lookups == 1)
        }
    }

    @Test("A name that leads to this machine is refused, whatever it answers later")
    func refused() async throws {
        let listener = CountingListener()
        try await listener.serving { port in
            let names = ChangingNames("127.0.0.1", "1.1.1.1")
            await #expect(throws: EgressFailure.self) {
                try await connect(names, port: port, EgressRules(allowsPrivate: false))
            }
            #expect(names.lookups == 1)
        }
        #expect(listener.count == 0)
    }

    @Test("An address that this machine gets later is refused from then on")
    func laterAddresses() async throws {
        let own = Mutex<Set<IPAddress>>([])
        let rules = EgressRules(allowsPrivate: false) { own.withLock { $0 } }
        let address = try #require(IPAddress("9.9.9.9"))
        let mapped = try #require(IPAddress("::ffff:9.9.9.9"))
        #expect(rules.allows(address) && rules.allows(mapped))
        own.withLock { _ = $0.insert(address) }
        #expect(!rules.allows(address) && !rules.allows(mapped))
        await #expect(throws: EgressFailure.self) { try await connect(ChangingNames("9.9.9.9"), port: 443, rules) }
        own.withLock { $0 = [] }
        #expect(rules.allows(address))
    }
}
