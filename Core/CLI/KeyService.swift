import Platform
import ServiceLifecycle

/// Follows which master keys the database names, as one of several servers.
struct KeyService: Service, CustomStringConvertible {
    let keys: ServerKeys

    var description: String { "keys" }

    func run() async throws { try await cancelWhenGracefulShutdown { try await keys.run() } }
}
