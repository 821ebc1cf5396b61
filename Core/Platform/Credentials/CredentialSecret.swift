import JSON
import PluginMessages

/// What a deployed program gets of a credential, as its nodes' library reads it (`credentials.ts`).
enum CredentialSecret {
    /// - Returns: `nil` when a person has to consent first.
    static func make(_ type: CredentialType, _ values: CredentialValues) -> JSONObject? {
        let fields = type.values(values.fields)
        func text(_ name: String) -> JSONValue? {
            guard let value = fields[name], !value.isNull, value.string?.isEmpty != true else {
                return Optional<JSONValue>.none
            }
            return value
        }
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
            if fields["rotates"]?.bool == true { return members("server") }
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
            var claims = JSONObject(
                present: ("iss", text("issuer")), ("sub", text("subject")),
                ("aud", text("audience") ?? text("tokenUrl")), ("scope", text("scope")))
            if claims["sub"] == nil { claims["sub"] = text("issuer") }
            return members(
                "assertion", "tokenUrl", "privateKey", "keyId", "algorithm", "lifetime",
                and: ["claims": .object(claims)])
        case .aws:
            return members(
                "aws", "accessKeyId", "secretAccessKey", "sessionToken", "region", "roleArn", "externalId", "stsUrl",
                and: ["service": text("service") ?? "execute-api"])
        case .githubApp: return members("githubApp", "appId", "privateKey", "installationId", "baseUrl")
        }
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
