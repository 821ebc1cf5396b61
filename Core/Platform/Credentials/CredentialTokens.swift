import JSON
import PluginMessages
import Storage
import Values

/// Gives deployed programs the tokens of credentials whose refresh tokens can be used once, so that only the server has one.
package struct CredentialTokens: Sendable {
    let credentials: VendorCredentials
    let requests: TokenRequests
    /// Refreshes of one credential after another: the second would use a token that is spent.
    let refreshes: SerialQueue<CredentialID>

    private var storage: any StorageDriver { credentials.storage }

    /// A token that ends sooner is renewed, in milliseconds.
    private static let margin: Int64 = 60_000

    package struct Token: Sendable {
        package let accessToken: String
        package let seconds: Int
        package let values: [String: String]
    }

    /// - Parameters:
    ///   - key: The deployment's own.
    ///   - refused: SHA-256, hexadecimal, of a token that the vendor has refused.
    /// - Throws: ``PlatformError/tokenKey``, ``PlatformError/credentialUnauthorized(_:)``.
    package func token(
        of deployment: DeploymentID, key: String, credential name: String, refused: String?
    ) async throws -> Token {
        let id = try await storage.read { [credentials] database in
            guard let record = try Table(DeploymentRecord.self, in: database).find(deployment),
                record.tokenKey == RandomText.hash(key), record.status != Deployment.Status.removed.rawValue,
                try record.deployedVariables(credentials.secrets)?.has(CredentialUse.variable(of: name)) == true
            else { throw PlatformError.tokenKey }
            let visible = try Table(CredentialRecord.self, in: database).all(
                visibleTo: record.project, of: record.organization)
            guard let found = visible.first(where: { $0.name == name }) else {
                throw PlatformError.credentialUnauthorized(name)
            }
            return found.id
        }
        return try await refreshes.run(for: id) { try await current(id, refused: refused) }
    }

    private func current(_ id: CredentialID, refused: String?) async throws -> Token {
        let (record, values) = try await storage.read { [credentials] database in
            guard let record = try Table(CredentialRecord.self, in: database).find(id) else {
                throw PlatformError.unknown(.credential, id: id.text)
            }
            return (record, try record.opened(by: credentials.secrets))
        }
        guard record.state == VendorCredential.State.ready.rawValue, let grant = values.grant else {
            throw PlatformError.credentialUnauthorized(record.name)
        }
        let now = Timestamp.now.milliseconds
        if let token = grant.accessToken, let end = grant.end, end - Self.margin > now,
            refused.map({ RandomText.hash(token) != $0 }) ?? true
        {
            return Token(accessToken: token, seconds: Int((end - now) / 1_000), values: grant.values ?? [:])
        }
        let fields = try credentials.type(record.type).values(values.fields)
        do {
            let answer = try await requests.exchange(
                [("grant_type", "refresh_token"), ("refresh_token", grant.refreshToken)], fields)
            try await keep(answer, id)
            let values = answer.values.isEmpty ? grant.values ?? [:] : answer.values
            return Token(accessToken: answer.accessToken, seconds: answer.seconds, values: values)
        } catch let refusal as TokenRequests.Refusal {
            guard refusal.isOver else { throw PlatformError.credentialVendor(refusal.message) }
            try await revoke(id)
            throw PlatformError.credentialUnauthorized(record.name)
        }
    }

    private func keep(_ answer: TokenRequests.Answer, _ id: CredentialID) async throws {
        try await storage.transaction { [credentials] database in
            guard let old = try Table(CredentialRecord.self, in: database).find(id) else { return }
            var values = try old.opened(by: credentials.secrets)
            values.grant?.accessToken = answer.accessToken
            values.grant?.end = Timestamp.now.milliseconds + Int64(answer.seconds) * 1_000
            if let token = answer.refreshToken { values.grant?.refreshToken = token }
            var record = old
            try record.set(values, sealedBy: credentials.secrets)
            try Table(in: database).update(record, from: old)
        }
    }

    /// The vendor no longer takes the refresh token: a person has to consent again.
    private func revoke(_ id: CredentialID) async throws {
        try await storage.transaction { [credentials] database in
            guard let old = try Table(CredentialRecord.self, in: database).find(id) else { return }
            var values = try old.opened(by: credentials.secrets)
            values.grant = nil
            var record = old
            try record.set(values, sealedBy: credentials.secrets)
            record.state = VendorCredential.State.unauthorized.rawValue
            record.updatedAt = .now
            try Table(in: database).update(record, from: old)
            try database.audit(
                of: record.organization, in: record.project, .credentialRevoked, id.text,
                ["name": .string(record.name)])
        }
    }
}
