import Faults
import JSON
import PluginMessages
import Storage
import Values

/// Gives deployed programs the tokens of credentials: where refresh tokens can be used once, so that only the server has one,
/// and to providers that ask for their programs.
package struct CredentialTokens: Sendable {
    let credentials: VendorCredentials
    let mint: TokenMint
    /// Of one credential after another: the second refresh would use a token that is spent.
    let refreshes: SerialQueue<CredentialID>
    let kept: TokenCache
    let unstored: UnstoredTokens

    private var storage: any StorageDriver { credentials.storage }

    /// A token that ends sooner is renewed, in seconds.
    private static let margin = 60

    /// A credential that a deployment has, by its name.
    package struct Order: Sendable {
        let deployment: DeploymentID
        let credential: String
        /// SHA-256, hexadecimal, of a token that the vendor has refused.
        let refused: String?

        package init(deployment: DeploymentID, credential: String, refused: String?) {
            self.deployment = deployment
            self.credential = credential
            self.refused = refused
        }
    }

    /// - Parameter key: The deployment's own.
    /// - Throws: ``PlatformError/tokenKey``, ``PlatformError/credentialUnauthorized(_:)``, and
    ///   ``PlatformError/credentialRefused(_:_:)`` for values that the vendor does not accept.
    package func token(_ order: Order, key: String) async throws -> MintedToken {
        try await token(order) { record, _ in record.tokenKey == RandomText.hash(key) }
    }

    /// What a plugin asks for a program of a provider of its own.
    /// - Parameter organization: Whose process of the plugin it is; `nil`: the installation's.
    /// - Throws: ``PlatformError/tokenKey``, ``PlatformError/credentialUnauthorized(_:)``.
    func token(
        _ order: Order, for providers: Set<String>, of organization: String? = nil
    ) async throws -> MintedToken {
        try await token(order) { record, database in
            guard organization == nil || organization == record.organization.text else { return false }
            let connection = try record.connection.flatMap {
                try Table(ConnectionRecord.self, in: database).find($0, of: record.organization)
            }
            return connection.map { providers.contains($0.provider) } ?? false
        }
    }

    private func token(
        _ order: Order, allows: @escaping @Sendable (DeploymentRecord, any SQLConnection) throws -> Bool
    ) async throws -> MintedToken {
        let id = try await storage.read { [credentials] database in
            guard let record = try Table(DeploymentRecord.self, in: database).find(order.deployment),
                try allows(record, database), record.status != Deployment.Status.removed.rawValue,
                try record.deployedVariables(credentials.secrets)?
                    .has(CredentialUse.variable(of: order.credential)) == true
            else { throw PlatformError.tokenKey }
            let visible = try Table(CredentialRecord.self, in: database).all(
                visibleTo: record.project, of: record.organization)
            guard let found = visible.first(where: { $0.name == order.credential }) else {
                throw PlatformError.credentialUnauthorized(order.credential)
            }
            return found.id
        }
        do {
            guard let token = try await current(id, refused: order.refused) else { throw PlatformError.tokenKey }
            return token
        } catch let refusal as TokenRequests.Refusal {
            guard refusal.isOfValues else { throw PlatformError.credentialVendor(refusal.message) }
            throw PlatformError.credentialRefused(order.credential, refusal)
        }
    }

    /// The token of a credential that is valid now.
    /// - Parameters:
    ///   - refused: SHA-256 of one that is not to be used any more.
    ///   - isNew: Whether another one is minted in any case.
    /// - Returns: `nil` for a credential without tokens that end.
    /// - Throws: `TokenRequests.Refusal`, ``PlatformError/credentialUnauthorized(_:)``.
    func current(_ id: CredentialID, refused: String? = nil, isNew: Bool = false) async throws -> MintedToken? {
        try await refreshes.run(for: id) {
            if let issued = unstored.issued(for: id) { _ = try await keep(issued, of: id) }
            let (record, values) = try await storage.read { [credentials] database in
                guard let record = try Table(CredentialRecord.self, in: database).find(id) else {
                    throw PlatformError.unknown(.credential, id: id.text)
                }
                return (record, try record.opened(by: credentials.secrets))
            }
            let type = try credentials.type(record.type, in: record.organization)
            guard record.state == VendorCredential.State.ready.rawValue else {
                throw PlatformError.credentialUnauthorized(record.name)
            }
            let now = Timestamp.now
            if !isNew, let token = kept.token(of: record, at: now) ?? values.grant?.token(at: now),
                token.seconds > Self.margin, refused.map({ RandomText.hash(token.secret) != $0 }) ?? true
            {
                return token
            }
            do {
                let token = try await mint.mint(type.flow, type.values(values.fields), grant: values.grant)
                guard var token else { return nil }
                if type.flow == .authorizationCode {
                    token = try await keep(
                        UnstoredTokens.Issued(token: token, spent: values.grant?.refreshToken, at: now), of: id)
                }
                kept.keep(token, of: record, at: now)
                return token
            } catch let refusal as TokenRequests.Refusal {
                guard refusal.isOver, type.flow == .authorizationCode else { throw refusal }
                try await revoke(record)
                throw PlatformError.credentialUnauthorized(record.name)
            }
        }
    }

    /// Stores a token, or else keeps it in memory to store it before another one is minted.
    /// - Returns: The token with what the account's consent gave.
    private func keep(_ issued: UnstoredTokens.Issued, of id: CredentialID) async throws -> MintedToken {
        do {
            try Fault.pass(.tokenIssued)
            let token = try await store(issued, of: id)
            unstored.remove(id)
            return token
        } catch {
            // Where the vendor gave no other, the refresh token before it is valid.
            if issued.token.refreshToken != nil { unstored.keep(issued, for: id) }
            throw error
        }
    }

    /// - Returns: The token with what the account's consent gave.
    private func store(_ issued: UnstoredTokens.Issued, of id: CredentialID) async throws -> MintedToken {
        let (kept, owner): (MintedToken, OrganizationID?) = try await storage.transaction { [credentials] database in
            let token = issued.token
            guard let old = try Table(CredentialRecord.self, in: database).find(id) else {
                return (token, nil)
            }
            var values = try old.opened(by: credentials.secrets)
            // Whoever has consented meanwhile, perhaps with another account, has given another one.
            guard values.grant?.refreshToken == issued.spent else { return (token, nil) }
            let others = (values.grant?.values ?? [:]).merging(token.values) { $1 }
            values.grant?.accessToken = token.accessToken
            values.grant?.end = token.end(from: issued.at).milliseconds
            var record = old
            var isForPrograms = false
            if let new = token.refreshToken, new != values.grant?.refreshToken {
                values.grant?.refreshToken = new
                isForPrograms =
                    try credentials.type(old.type, in: old.organization).values(values.fields)["rotates"]?.bool != true
            }
            if isForPrograms { record.updatedAt = .now }
            try record.set(values, sealedBy: credentials.secrets)
            try Table(in: database).update(record, from: old)
            return (MintedToken(values: others, seconds: token.seconds), isForPrograms ? record.organization : nil)
        }
        // Those that have the former get this one.
        if let owner { credentials.rollout.request(owner) }
        return kept
    }

    /// The vendor no longer takes the refresh token: a person has to consent again.
    private func revoke(_ record: CredentialRecord) async throws {
        defer { credentials.rollout.request(record.organization) }
        try await storage.transaction { [credentials] database in
            guard let old = try Table(CredentialRecord.self, in: database).find(record.id) else { return }
            var values = try old.opened(by: credentials.secrets)
            // Whoever has consented meanwhile has given another one.
            guard old.updatedAt == record.updatedAt else { return }
            values.grant = nil
            var changed = old
            try changed.set(values, sealedBy: credentials.secrets)
            changed.state = VendorCredential.State.unauthorized.rawValue
            changed.updatedAt = .now
            try Table(in: database).update(changed, from: old)
            try database.audit(
                of: changed.organization, in: changed.project, .credentialRevoked, changed.id.text,
                ["name": .string(changed.name)])
        }
    }
}

extension MintedToken {
    /// What a vendor refuses is known by.
    var secret: String { values["token"] ?? values["sessionToken"] ?? "" }
}

extension CredentialValues.Grant {
    /// The one that was minted last, if it has not ended.
    fileprivate func token(at now: Timestamp) -> MintedToken? {
        guard let accessToken, let end = end.map(Timestamp.init(milliseconds:)), end > now else { return nil }
        return MintedToken(
            values: (values ?? [:]).merging(["token": accessToken]) { $1 },
            seconds: Int((end - now).components.seconds))
    }
}
