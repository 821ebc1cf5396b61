import Crypto
import FoundationEssentials
import JSON
import PluginMessages
import Storage
import Values

/// A person's consent to a credential: OAuth 2.0's authorization code (RFC 6749, section 4.1) with PKCE (RFC 7636).
package struct CredentialConsent: Sendable {
    /// For which a consent is waited for.
    private static let patience = Duration.seconds(600)

    let credentials: VendorCredentials
    let requests: TokenRequests
    /// The origin under which browsers see the server.
    let address: String?

    private var storage: any StorageDriver { credentials.storage }

    /// Begins one; an earlier one that was not given is void.
    /// - Returns: The vendor's page to send the person to.
    /// - Throws: ``PlatformError/sessionOnly`` for keys: what comes back has to come to the same person.
    package func begin(_ caller: Caller, _ id: CredentialID) async throws -> String {
        try caller.requireSession()
        guard case .session(let session, _) = caller.credential else { throw PlatformError.sessionOnly }
        return try await storage.transaction { [credentials, address] database in
            let old = try database.credential(id, of: caller)
            let type = try credentials.type(old.type, in: old.organization)
            guard type.flow == .authorizationCode else {
                throw PlatformError.invalid([
                    Diagnostic(
                        code: "credential.flow", message: "A credential of the type \"\(type.id)\" needs no consent.",
                        pointer: "")
                ])
            }
            guard let address else { throw PlatformError.credentialNeedsAddress(old.name) }
            var values = try old.opened(by: credentials.secrets)
            let (state, verifier) = (RandomText.make(), RandomText.make())
            let redirect = "\(address)/api/credentials/callback"
            values.pending = .init(
                state: RandomText.hash(state), verifier: verifier, session: session.text, redirect: redirect,
                end: (Timestamp.now + Self.patience).milliseconds)
            var record = old
            try record.set(values, sealedBy: credentials.secrets)
            try Table(in: database).update(record, from: old)
            return Self.page(
                type.values(values.fields), state: "\(id).\(state)", verifier: verifier, redirect: redirect)
        }
    }

    private static func page(_ fields: JSONObject, state: String, verifier: String, redirect: String) -> String {
        var query: [(String, String)] = [
            ("response_type", "code"), ("client_id", fields["clientId"]?.string ?? ""), ("redirect_uri", redirect),
            ("state", state),
        ]
        if usesVerifier(fields) {
            query += [
                ("code_challenge_method", "S256"),
                ("code_challenge", RandomText.base64url(Array(SHA256.hash(data: Array(verifier.utf8))))),
            ]
        }
        if let scope = fields["scope"]?.string, !scope.isEmpty { query.append(("scope", scope)) }
        let names = Set(query.map(\.0))
        for (name, value) in fields["authorizationParameters"]?.object ?? [:] where !names.contains(name) {
            query.append((name, value.string ?? ""))
        }
        let base = fields["authorizationUrl"]?.string ?? ""
        let text = query.map { "\($0.0)=\(FormText.encode($0.1))" }.joined(separator: "&")
        return "\(base)\(base.contains("?") ? "&" : "?")\(text)"
    }

    /// Whether the vendor accepts PKCE. One that does not says so in its type (`pkce`): there, state and client secret bind the
    /// code to whoever asked for it.
    private static func usesVerifier(_ fields: JSONObject) -> Bool { fields["pkce"]?.bool != false }

    /// Takes what the vendor has sent the person back with. A state is valid once, whatever comes of it.
    /// - Parameters:
    ///   - code: `nil` when the person, or the vendor, refused.
    ///   - error: The vendor's word for it.
    package func end(_ caller: Caller, state: String, code: String?, error: String?) async throws -> VendorCredential {
        guard case .session(let session, _) = caller.credential else { throw PlatformError.sessionOnly }
        let parts = state.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw PlatformError.credentialConsent }
        let id = CredentialID(parts[0])
        let (record, pending) = try await storage.transaction { [credentials] database in
            guard let old = try Table(CredentialRecord.self, in: database).find(id, of: caller.organization),
                caller.reaches(old.project)
            else { throw PlatformError.credentialConsent }
            var values = try old.opened(by: credentials.secrets)
            guard let pending = values.pending, pending.state == RandomText.hash(parts[1]),
                pending.session == session.text, pending.end > Timestamp.now.milliseconds
            else { throw PlatformError.credentialConsent }
            values.pending = nil
            var record = old
            try record.set(values, sealedBy: credentials.secrets)
            try Table(in: database).update(record, from: old)
            return (record, pending)
        }
        guard let code else {
            throw PlatformError.credentialVendor("\(ShownText.line(error ?? "no code was sent").prefix(200))")
        }
        let fields = try credentials.type(record.type, in: record.organization).values(
            record.opened(by: credentials.secrets).fields)
        let answer: MintedToken
        do {
            answer = try await requests.exchange(
                [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", pending.redirect)]
                    + (Self.usesVerifier(fields) ? [("code_verifier", pending.verifier)] : []), fields)
        } catch let refusal as TokenRequests.Refusal { throw PlatformError.credentialVendor(refusal.message) }
        guard let refreshToken = answer.refreshToken else {
            throw PlatformError.credentialVendor(
                "it did not return a refresh token. Request one: many vendors require the scope offline_access, or "
                    + "access_type=offline and prompt=consent in the parameters of the authorization.")
        }
        return try await keep(answer, refreshToken, of: fields, caller, id)
    }

    /// - Parameter fields: Those with which the code was exchanged.
    private func keep(
        _ answer: MintedToken, _ refreshToken: String, of fields: JSONObject, _ caller: Caller, _ id: CredentialID
    ) async throws -> VendorCredential {
        defer { credentials.rollout.request(caller.organization) }
        let record = try await storage.transaction { [credentials] database in
            let old = try database.credential(id, of: caller)
            var values = try old.opened(by: credentials.secrets)
            // Another program, or another server, must not get what this one was given.
            let now = try credentials.type(old.type, in: old.organization).values(values.fields)
            guard VendorCredentials.consented.allSatisfy({ now[$0] == fields[$0] }) else {
                throw PlatformError.credentialConsent
            }
            values.grant = .init(
                refreshToken: refreshToken, accessToken: answer.accessToken,
                end: answer.end(from: .now).milliseconds,
                values: answer.values.filter { $0.key != "token" })
            var record = old
            try record.set(values, sealedBy: credentials.secrets)
            record.state = VendorCredential.State.ready.rawValue
            record.updatedAt = .now
            try Table(in: database).update(record, from: old)
            try database.audit(caller, .credentialAuthorized, id.text, ["name": .string(record.name)])
            return record
        }
        return try credentials.shown(record)
    }
}
