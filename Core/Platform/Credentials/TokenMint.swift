import FoundationEssentials
import JSON
import PluginMessages
import Storage
import Values

/// Mints what authorizes the requests of a credential, by the flow of its type; `credentials.ts` of the nodes' library does
/// the same in programs.
struct TokenMint: Sendable {
    let requests: TokenRequests

    /// - Parameter fields: Of the account and its type.
    /// - Returns: `nil` for a flow without tokens that end.
    /// - Throws: `TokenRequests.Refusal`
    func mint(_ flow: CredentialType.Flow, _ fields: JSONObject, grant: CredentialValues.Grant?) async throws
        -> MintedToken?
    {
        switch flow {
        case .values, .apiKey: return nil
        case .authorizationCode:
            guard let grant else {
                throw TokenRequests.Refusal(code: "invalid_grant", message: "No user has consented.")
            }
            return try await requests.exchange(
                [("grant_type", "refresh_token"), ("refresh_token", grant.refreshToken)], fields)
        case .clientCredentials:
            return try await requests.exchange(
                [("grant_type", "client_credentials")] + Self.members(fields, "scope", "audience"), fields)
        case .assertion:
            let assertion = try signed(
                CredentialSecret.claims(fields), fields, seconds: fields["lifetime"]?.int ?? 3_600)
            return try await requests.exchange(
                [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)], fields)
        case .githubApp: return try await installation(fields)
        case .aws: return Self.text(fields, "roleArn") == nil ? nil : try await role(fields)
        }
    }

    private static func text(_ fields: JSONObject, _ name: String) -> String? {
        fields[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func members(_ fields: JSONObject, _ names: String...) -> [(String, String)] {
        names.compactMap { name in text(fields, name).map { (name, $0) } }
    }

    private func signed(_ claims: JSONObject, _ fields: JSONObject, seconds: Int) throws -> String {
        do { return try SignedToken.make(claims, by: fields, seconds: seconds) } catch is SignedToken.InvalidKey {
            throw TokenRequests.Refusal(
                code: "invalid_key", message: "The private key is not a valid PEM key for its algorithm.")
        }
    }

    /// https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
    private func installation(_ fields: JSONObject) async throws -> MintedToken {
        let key = try signed(["iss": fields["appId"] ?? ""], fields, seconds: 540)
        let base = Self.text(fields, "baseUrl") ?? "https://api.github.com"
        let id = FormText.encode(fields["installationId"]?.string ?? "")
        let (status, body) = try await requests.send(
            "POST", "\(base)/app/installations/\(id)/access_tokens",
            [("authorization", "Bearer \(key)"), ("accept", "application/vnd.github+json")], "{}")
        guard (200..<300).contains(status), let token = body["token"]?.string else {
            throw TokenRequests.refusal(status, nil)
        }
        let end = body["expires_at"]?.string.flatMap { try? Date($0, strategy: .iso8601) }
        return MintedToken(values: ["token": token], seconds: Self.seconds(until: end))
    }

    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    private func role(_ fields: JSONObject) async throws -> MintedToken {
        var form = [
            ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", fields["roleArn"]?.string ?? ""),
            ("RoleSessionName", "millrace"),
        ]
        if let id = Self.text(fields, "externalId") { form.append(("ExternalId", id)) }
        let body = try await security(form, fields)
        let keys = body["AssumeRoleResponse"]?["AssumeRoleResult"]?["Credentials"]
        guard let id = keys?["AccessKeyId"]?.string, let secret = keys?["SecretAccessKey"]?.string,
            let token = keys?["SessionToken"]?.string
        else { throw TokenRequests.Refusal(code: "malformed", message: "The role was assumed without credentials.") }
        let end = keys?["Expiration"]?.double.map { Date(timeIntervalSince1970: $0) }
        return MintedToken(
            values: ["accessKeyId": id, "secretAccessKey": secret, "sessionToken": token],
            seconds: Self.seconds(until: end))
    }

    /// Asks AWS's security token service with the account's own keys.
    func security(_ form: [(String, String)], _ fields: JSONObject) async throws -> JSONValue {
        let region = fields["region"]?.string ?? ""
        let base = Self.text(fields, "stsUrl") ?? "https://sts.\(region).amazonaws.com"
        let text = FormText.encode(form)
        let signature = AWSSignature(
            accessKeyID: fields["accessKeyId"]?.string ?? "", secretAccessKey: fields["secretAccessKey"]?.string ?? "",
            sessionToken: Self.text(fields, "sessionToken"), region: region, service: "sts")
        let headers = signature.headers(of: text, to: Self.authority(of: base))
        // Asked for JSON, the service answers with it.
        let (status, body) = try await requests.send(
            "POST", "\(base)/", headers + [("accept", "application/json")], text)
        guard (200..<300).contains(status) else { throw TokenRequests.refusal(status, body["Error"]?["Code"]?.string) }
        return body
    }

    /// The host, with the port where it is not the scheme's own.
    private static func authority(of url: String) -> String {
        guard let parts = try? WebURL(url) else { return "" }
        let host = parts.isIPv6 ? "[\(parts.host)]" : parts.host
        return parts.port.map { "\(host):\($0)" } ?? host
    }

    private static func seconds(until end: Date?) -> Int {
        // A date may be further away than there are seconds to count.
        end.map { Int(min(max($0.timeIntervalSinceNow, 1), Double(MintedToken.longest))) } ?? 3_600
    }
}
