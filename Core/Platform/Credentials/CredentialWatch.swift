import Logging
import PluginMessages
import Storage
import Values

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
