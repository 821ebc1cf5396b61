import JSON
import PluginMessages
import Storage

/// What a deployed program gets of a credential, as its nodes' library reads it (`credentials.ts`).
enum CredentialSecret {
    /// In place of one that its vendor has revoked: a run says what to do.
    static let unauthorized: JSONObject = ["kind": "unauthorized"]

    /// - Parameters:
    ///   - changed: Tells programs that have a token from the server that the credential has become another.
    ///   - asks: Whether the program's provider asks the server for tokens.
    /// - Returns: `nil` when a person has to consent first.
    static func make(
        _ type: CredentialType, _ values: CredentialValues, changed: Timestamp, asks: Bool
    ) -> JSONObject? {
        let fields = type.values(values.fields)
        if type.flow == .authorizationCode, values.grant == nil { return nil }
        if type.flow.isMinted(fields), asks || (type.flow == .authorizationCode && fields["rotates"]?.bool == true) {
            var secret: JSONObject = ["kind": "server", "changed": .int(Int(changed.milliseconds))]
            secret["values"] = others(fields)
            if type.flow == .aws {
                secret["signing"] = [
                    "region": fields["region"] ?? "", "service": Self.text("service", of: fields) ?? "execute-api",
                ]
            }
            return secret
        }
        func text(_ name: String) -> JSONValue? { self.text(name, of: fields) }
        func members(_ kind: String, _ names: String..., and more: JSONObject = [:]) -> JSONObject {
            var secret: JSONObject = ["kind": .string(kind)]
            for name in names { secret[name] = text(name) }
            for (name, value) in more { secret[name] = value }
            secret["values"] = secret["values"] ?? others(fields)
            return secret
        }
        func form(_ grant: String, _ names: String...) -> JSONValue {
            var form: JSONObject = ["grant_type": .string(grant)]
            for name in names { form[name] = text(name) }
            return .object(form)
        }
        switch type.flow {
        case .values:
            var all = fields["values"]?.object ?? [:]
            for (name, value) in others(fields)?.object ?? [:] { all[name] = value }
            return ["kind": "values", "values": .object(all)]
        case .apiKey:
            let placement = fields["placement"]?.string ?? "bearer"
            return members(placement, "token", "name", "prefix", "user", and: password(fields))
        case .clientCredentials:
            return members(
                "token", "tokenUrl", "clientId", "clientSecret", "clientAuthentication",
                and: ["form": form("client_credentials", "scope", "audience")])
        case .authorizationCode:
            guard let grant = values.grant else { return nil }
            var refresh = form("refresh_token").object ?? [:]
            refresh["refresh_token"] = .string(grant.refreshToken)
            var secret = members(
                "token", "tokenUrl", "clientId", "clientSecret", "clientAuthentication", and: ["form": .object(refresh)]
            )
            var more = secret["values"]?.object ?? [:]
            for (name, value) in grant.values ?? [:] where more[name] == nil { more[name] = .string(value) }
            if !more.isEmpty { secret["values"] = .object(more) }
            return secret
        case .assertion:
            return members(
                "assertion", "tokenUrl", "privateKey", "keyId", "algorithm", "lifetime",
                and: ["claims": .object(claims(fields))])
        case .aws:
            return members(
                "aws", "accessKeyId", "secretAccessKey", "sessionToken", "region", "roleArn", "externalId", "stsUrl",
                and: ["service": text("service") ?? "execute-api"])
        case .githubApp: return members("githubApp", "appId", "privateKey", "installationId", "baseUrl")
        }
    }

    /// Of a signed assertion.
    static func claims(_ fields: JSONObject) -> JSONObject {
        let issuer = text("issuer", of: fields)
        return JSONObject(
            present: ("iss", issuer), ("sub", text("subject", of: fields) ?? issuer),
            ("aud", text("audience", of: fields) ?? text("tokenUrl", of: fields)),
            ("scope", text("scope", of: fields)))
    }

    private static func text(_ name: String, of fields: JSONObject) -> JSONValue? {
        guard let value = fields[name], !value.isNull, value.string?.isEmpty != true else {
            return Optional<JSONValue>.none
        }
        return value
    }

    private static func password(_ fields: JSONObject) -> JSONObject {
        guard fields["placement"] == "basic", let token = fields["token"] else { return [:] }
        return ["password": token]
    }

    private static func others(_ fields: JSONObject) -> JSONValue? {
        guard let values = fields["variables"]?.object, !values.isEmpty else { return Optional<JSONValue>.none }
        return .object(values)
    }
}
