import Dispatch
import Egress
import Synchronization
import TestSupport
import Testing

@Suite("Names of hosts are resolved beside everything else", .timeLimit(.minutes(4)))
struct HostResolverTests {
    /// Name servers, of which those of names that begin with `silent` answer when they are told to.
    private final class Servers: Sendable {
        private let answer = DispatchSemaphore(value: 0)
        private let asked = Mutex<[String]>([])

        var names: [String] { asked.withLock { $0 } }

        func resolve(_ host: String) -> (addresses: [IPAddress], code: Int32) {
            asked.withLock { $0.append(host) }
            if host.hasPrefix("silent") { answer.wait() }
            return host.hasPrefix("nobody") ? ([], 0) : ([IPAddress(bytes: [192, 0, 2, 1])], 0)
        }

        func speak(_ count: Int) { for _ in 0..<count { answer.signal() } }
    }

    private static func with(
        threads: Int, mostHosts: Int = 512, silent: Int, _ body: (HostResolver, Servers) async throws -> Void
    ) async throws {
        let servers = Servers()
        let resolver = HostResolver(threads: threads, mostHosts: mostHosts) { servers.resolve($0) }
        do { try await body(resolver, servers) } catch {
            servers.speak(silent)
            try await resolver.stop()
            throw error
        }
        servers.speak(silent)
        try await resolver.stop()
    }

    private static func find(_ name: String, _ resolver: HostResolver, within limit: Duration = .seconds(60))
        async throws
        -> [IPAddress]
    { try await HostAddresses.find(name, within: limit, by: resolver) }

    /// Waits in vain for a name whose look-up begins. A busy machine may begin it too late: when nobody waits any more.
    private static func leave(
        _ name: String, _ resolver: HostResolver, _ servers: Servers
    ) async throws -> HostAddresses.Unresolved? {
        var error: HostAddresses.Unresolved?
        try await eventually("the look-up of \(name) to begin") {
            error = await #expect(throws: HostAddresses.Unresolved.self) {
                _ = try await find(name, resolver, within: .milliseconds(50))
            }
            return servers.names.contains(name)
        }
        return error
    }

    @Test("Who waits for a silent name server is told so at the end of the time, and others are served meanwhile")
    func silence() async throws {
        try await Self.with(threads: 2, silent: 1) { resolver, servers in
            let error = try await Self.leave("silent.example", resolver, servers)
            #expect(error?.description.contains("no answer within") == true)
            var quick = try await Self.find("quick.example", resolver)
            #expect(quick.count == 1)
            // Its look-up goes on: who asks again waits for the same.
            for _ in 0..<5 {
                _ = await #expect(throws: HostAddresses.Unresolved.self) {
                    _ = try await Self.find("silent.example", resolver, within: .milliseconds(20))
                }
            }
            quick = try await Self.find("quick.example", resolver)
            #expect(quick.count == 1)
            #expect(servers.names == ["silent.example", "quick.example", "quick.example"])
        }
    }

    @Test("A look-up that nobody waits for any more is not begun, and names beyond the limit are refused")
    func bounds() async throws {
        try await Self.with(threads: 1, mostHosts: 2, silent: 1) { resolver, servers in
            _ = try await Self.leave("silent.example", resolver, servers)
            for name in ["waiting.example", "third.example"] {
                let error = await #expect(throws: HostAddresses.Unresolved.self) {
                    _ = try await Self.find(name, resolver, within: .milliseconds(50))
                }
                #expect(error?.description.contains("too many") == (name == "third.example"))
            }
            servers.speak(1)
            try await eventually("the thread to be free") {
                (try? await Self.find("quick.example", resolver)) != nil
            }
            #expect(servers.names == ["silent.example", "quick.example"])
        }
    }

    @Test("A wait ends when its task is cancelled")
    func cancellation() async throws {
        try await Self.with(threads: 1, silent: 1) { resolver, servers in
            let waiting = Task { try await Self.find("silent.example", resolver) }
            try await eventually("the look-up to begin") { servers.names.count == 1 }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }

    @Test("A name without addresses, and one that C would cut, are not resolved")
    func unresolved() async throws {
        try await Self.with(threads: 1, silent: 0) { resolver, servers in
            for name in ["nobody.example", "a\u{0}b"] {
                let error = await #expect(throws: HostAddresses.Unresolved.self) {
                    _ = try await Self.find(name, resolver)
                }
                #expect(error.map { !$0.description.utf8.contains(0) } == true)
            }
            #expect(servers.names == ["nobody.example"])
            let address = try await Self.find("192.0.2.7", resolver)
            #expect(address == [IPAddress(bytes: [192, 0, 2, 7])])
        }
    }
}
