import FoundationEssentials
import JSON
import PluginMessages
import Storage

/// What a vendor says of a credential.
package struct CredentialTest: Sendable {
    package let isValid: Bool
    package let message: String
}

extension CredentialTokens {
    /// Asks the vendor: mints a token where the flow has any, and requests the test address of the credential or its type.
    /// - Throws: ``PlatformError/credentialUntestable(_:)``, and ``PlatformError/credentialVendor(_:)`` when the vendor does
    ///   not respond.
    package func test(_ caller: Caller, _ id: CredentialID) async throws -> CredentialTest {
        let (record, type, fields) = try await credentials.storage.read { [credentials] database in
            let record = try database.credential(id, of: caller)
            let type = try credentials.type(record.type, in: record.organization)
            return (record, type, type.values(try record.opened(by: credentials.secrets).fields))
        }
        let url = fields["testUrl"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        guard type.flow.isMinted(fields) || type.flow == .aws || (url != nil && type.flow != .values) else {
            throw PlatformError.credentialUntestable(record.name)
        }
        do {
            let token = try await current(id, isNew: true)
            guard let url else {
                if token == nil, type.flow == .aws {
                    _ = try await mint.security([("Action", "GetCallerIdentity"), ("Version", "2011-06-15")], fields)
                }
                return CredentialTest(isValid: true, message: "The vendor accepts the credential.")
            }
            return try await answer(of: url, type.flow, fields, token)
        } catch let refusal as TokenRequests.Refusal {
            return try Self.invalid(refusal)
        } catch let error as PlatformError where error.is(.credentialUnauthorized) {
            return CredentialTest(isValid: false, message: error.message)
        }
    }

    private static func invalid(_ refusal: TokenRequests.Refusal) throws -> CredentialTest {
        guard refusal.isOfValues else { throw PlatformError.credentialVendor(refusal.message) }
        return CredentialTest(isValid: false, message: "The credential is not valid: \(refusal.message)")
    }

    private func answer(
        of url: String, _ flow: CredentialType.Flow, _ fields: JSONObject, _ token: MintedToken?
    ) async throws -> CredentialTest {
        var (url, headers) = (url, [("accept", "application/json")])
        if let token {
            headers.append(("authorization", "Bearer \(token.accessToken)"))
        } else {
            let key = fields["token"]?.string ?? ""
            let name = fields["name"]?.string ?? ""
            switch fields["placement"]?.string ?? "bearer" {
            case "basic":
                headers.append(("authorization", BasicAuthorization.header(fields["user"]?.string ?? "", key)))
            case "header": headers.append((name, "\(fields["prefix"]?.string ?? "")\(key)"))
            case "query":
                url += "\(url.contains("?") ? "&" : "?")\(FormText.encode([(name, key)]))"
            default: headers.append(("authorization", "Bearer \(key)"))
            }
        }
        let status = try await mint.requests.send("GET", url, headers).status
        switch status {
        case 200..<300: return CredentialTest(isValid: true, message: "The vendor accepts the credential.")
        case 401, 403:
            return CredentialTest(isValid: false, message: "The vendor refuses the credential (HTTP \(status)).")
        default:
            throw PlatformError.credentialVendor("its test address responded with the status \(status).")
        }
    }
}

extension CredentialType.Flow {
    /// Whether a program is authorized by tokens that end, and somebody mints.
    func isMinted(_ fields: JSONObject) -> Bool {
        switch self {
        case .values, .apiKey: false
        case .authorizationCode, .clientCredentials, .assertion, .githubApp: true
        case .aws: fields["roleArn"]?.string?.isEmpty == false
        }
    }
}
