import JSON
import Logging
import PluginMessages
import Storage
import Synchronization
import Values

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

/// Asks vendors about credentials that runs have failed over, so that the credential says it too.
struct CredentialWatch: Sendable {
    /// Between two questions about one credential.
    private static let pause = Duration.seconds(60)

    let tokens: CredentialTokens
    let reports: CredentialReports
    let logger: Logger

    /// Until the task is cancelled.
    func run() async {
        var asked: [CredentialID: Timestamp] = [:]
        await withDiscardingTaskGroup { group in
            for await report in reports.stream {
                guard let id = try? await credential(of: report) else { continue }
                let now = Timestamp.now
                asked = asked.filter { now - $0.value < Self.pause }
                guard asked.updateValue(now, forKey: id) == nil else { continue }
                group.addTask { await check(id) }
            }
        }
    }

    /// - Returns: `nil` when the deployment does not have it, or it is known already.
    private func credential(of report: CredentialReports.Report) async throws -> CredentialID? {
        let credentials = tokens.credentials
        return try await credentials.storage.read { database in
            guard let deployment = try Table(DeploymentRecord.self, in: database).find(report.deployment),
                try deployment.deployedVariables(credentials.secrets)?
                    .has(CredentialUse.variable(of: report.credential)) == true
            else { return nil }
            let record = try Table(CredentialRecord.self, in: database).all(
                visibleTo: deployment.project, of: deployment.organization
            ).first { $0.name == report.credential }
            guard let record, record.state == VendorCredential.State.ready.rawValue else { return nil }
            return try credentials.type(record.type, in: record.organization).flow == .authorizationCode
                ? record.id : nil
        }
    }

    private func check(_ id: CredentialID) async {
        do { _ = try await tokens.current(id, isNew: true) } catch let error as PlatformError
            where error.is(.credentialUnauthorized)
        {
            logger.notice("The vendor of the credential \(id) has revoked it.")
        } catch is CancellationError {} catch {
            logger.warning("The credential \(id) cannot be verified: \(type(of: error))")
        }
    }
}
