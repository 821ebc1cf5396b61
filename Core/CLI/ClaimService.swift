import Logging
import Platform
import ServiceLifecycle

/// Shows other servers of the database that this one lives, and lets the next one begin when everything has stopped.
struct ClaimService: Service, CustomStringConvertible {
    let claim: ServerClaim
    let logger: Logger

    var description: String { "claim" }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await claim.keepUp(logger) }
        try? await claim.release()
    }
}
