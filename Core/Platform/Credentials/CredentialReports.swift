import JSON
import Synchronization

/// What runs say of credentials: a program that has a refresh token sees first that its vendor no longer takes it.
///
/// A run is only a hint: the server asks the vendor itself before it believes it.
struct CredentialReports: Sendable {
    /// A credential that a run of a deployment failed over.
    struct Report: Sendable, Hashable {
        let deployment: DeploymentID
        let credential: String
    }

    /// More that nobody has read yet replace older ones.
    private static let mostWaiting = 1_000

    let stream: AsyncStream<Report>
    private let continuation: AsyncStream<Report>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostWaiting)) }

    func note(_ run: RunRecord) {
        guard run.state == .errored, let error = run.error, let name = Self.credential(in: error) else { return }
        continuation.yield(Report(deployment: run.deployment, credential: name))
    }

    /// The credential of a message that `credentials.ts` of the nodes' library writes, as JSON has it.
    static func credential(in error: String) -> String? {
        error.firstMatch(
            of: /Credential \\"([a-z][a-z0-9-]{0,62})\\": .*?\((invalid_grant|credential\.unauthorized)[,)]/
        )
        .map { String($0.1) }
    }
}
