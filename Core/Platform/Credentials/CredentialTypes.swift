import JSON
import PluginMessages
import Values

/// The types of credentials that there are: the generic ones, and those of plugins.
struct CredentialTypes: Sendable {
    let all: [CredentialType]

    init(_ contributed: [CredentialType]) {
        let names = Set(Self.generic.map(\.id))
        all = Self.generic + contributed.filter { !names.contains($0.id) }.sorted { $0.id < $1.id }
    }

    func find(_ id: String) -> CredentialType? { all.first { $0.id == id } }

    /// The types whose accounts a node can use: what its code reads is among their values.
    /// - Parameter own: Those of the node's plugin.
    func fitting(_ node: NodeDefinition, own: [CredentialType]) -> [CredentialType] {
        // A request takes any.
        if node.configSchema.contains(where: { $0.name == "credential" }) { return all }
        let secrets = Set(node.configSchema.filter { $0.type == .secret && $0.envVarName != nil }.map(\.name))
        guard !secrets.isEmpty else { return [] }
        let readsToken = secrets.count == 1 || secrets.contains("accessToken")
        return all.filter { type in
            if own.contains(where: { $0.id == type.id }) { return true }
            // Another vendor's.
            guard Self.generic.contains(where: { $0.id == type.id }) else { return false }
            switch type.flow {
            case .values: return true
            case .aws: return secrets.isSuperset(of: ["accessKeyId", "secretAccessKey"])
            case .githubApp: return readsToken && own.contains { $0.flow == .githubApp }
            case .apiKey, .authorizationCode, .clientCredentials, .assertion:
                // One of a certain authorization server fits the nodes that have accounts there.
                guard let server = type.settings["tokenUrl"] else { return readsToken }
                return readsToken && own.contains { $0.settings["tokenUrl"] == server }
            }
        }
    }

    private static let generic = [
        CredentialType(
            id: "values", name: "Values", description: "Values of a node's variables, such as a long-lived token.",
            flow: .values),
        CredentialType(
            id: "api-key", name: "API key", description: "A key in a header or a query, a bearer token, or a password.",
            flow: .apiKey),
        CredentialType(
            id: "oauth2", name: "OAuth 2.0",
            description: "Access that a user consents to (authorization code, PKCE).",
            flow: .authorizationCode),
        CredentialType(
            id: "oauth2-client", name: "OAuth 2.0 client credentials", description: "Access of the program itself.",
            flow: .clientCredentials),
        CredentialType(
            id: "oauth2-assertion", name: "OAuth 2.0 signed assertion",
            description: "A key that signs: service accounts of Google, connected apps of Salesforce.",
            flow: .assertion),
        // "Using OAuth 2.0 for Server to Server Applications" of Google's documentation.
        CredentialType(
            id: "google-service-account", name: "Google service account",
            description: "The key of a service account; its email address is the issuer.", flow: .assertion,
            settings: [
                "tokenUrl": "https://oauth2.googleapis.com/token", "audience": "https://oauth2.googleapis.com/token",
            ]),
        CredentialType(
            id: "aws", name: "AWS", description: "Keys of AWS, with a session token or a role.", flow: .aws),
        CredentialType(
            id: "github-app", name: "GitHub App", description: "An installation of a GitHub App.", flow: .githubApp),
    ]
}

extension CredentialType {
    /// What people enter.
    package var fields: [ConfigField] { allFields.filter { settings[$0.name] == nil } }

    /// The flow's and its own, of which those of the same name take the flow's place.
    private var allFields: [ConfigField] {
        let names = Set(flow.fields.map(\.name))
        return ownFields.filter { !names.contains($0.name) }
            + flow.fields.map { field in ownFields.first { $0.name == field.name } ?? field }
    }

    /// What people entered, and what every account has.
    func values(_ entered: JSONObject) -> JSONObject {
        var values = entered
        for field in allFields where values[field.name] == nil { values[field.name] = field.defaultValue }
        for (name, value) in settings { values[name] = filled(value, values) }
        return values
    }

    private func filled(_ setting: JSONValue, _ values: JSONObject) -> JSONValue {
        guard var text = setting.string, text.contains("{") else { return setting }
        for field in ownFields { text = text.replacing("{\(field.name)}", with: values[field.name]?.string ?? "") }
        return .string(text)
    }

    /// Where the secrets of an account are sent, by field.
    func addresses(_ entered: JSONObject) -> JSONObject {
        let values = values(entered)
        return JSONObject(
            flow.fields.filter { $0.validation?.format == .url }.compactMap { field in
                values[field.name].map { (field.name, $0) }
            })
    }
}

extension CredentialType.Flow {
    var fields: [ConfigField] { own + (self == .values || self == .aws ? [] : [Self.test]) + [Self.extra] }

    private static let test = ConfigField(
        "testUrl", .string, label: "Test URL",
        description: "An address of the vendor that responds to GET when the credential is valid; a test requests it.",
        validation: .init(format: .url))

    private static let extra = ConfigField(
        "variables", .json, label: "Other values",
        description: "An object of strings: more values, by a node's fields or variables, such as instanceUrl.")

    private static func url(_ name: String, _ label: String, required: Bool = true) -> ConfigField {
        ConfigField(name, .string, label: label, required: required, validation: .init(format: .url))
    }

    /// What headers, paths and hosts hold, by their grammars.
    private enum Pattern {
        /// On one line.
        static let line = #"[^\u0000-\u001f\u007f]*"#
        static let visible = "[!-~]*"
        /// Part of a host's name.
        static let label = "[a-z0-9-]*"
        static let digits = "[0-9]+"
    }

    private static func text(
        _ name: String, _ label: String, required: Bool = false, pattern: String = Pattern.line
    ) -> ConfigField {
        ConfigField(name, .string, label: label, required: required, validation: .init(pattern: pattern))
    }

    private static func secret(
        _ name: String, _ label: String, required: Bool = true, pattern: String = Pattern.line
    ) -> ConfigField {
        ConfigField(name, .secret, label: label, required: required, validation: .init(pattern: pattern))
    }

    /// Several lines.
    private static let privateKey = ConfigField("privateKey", .secret, label: "Private key (PEM)", required: true)

    private static let client = [
        text("clientId", "Client id", required: true), secret("clientSecret", "Client secret", required: false),
        text("scope", "Scope"),
        ConfigField(
            "clientAuthentication", .select, label: "Client secret in", default: "basic",
            options: [.init("basic", label: "Authorization header"), .init("body", label: "Body")]),
    ]

    private static let authorization = [
        url("authorizationUrl", "Authorization URL"), url("tokenUrl", "Token URL"),
    ]

    private static let consent = [
        ConfigField(
            "authorizationParameters", .json, label: "Parameters of the authorization",
            description: "An object of strings, such as {\"access_type\": \"offline\"}."),
        ConfigField(
            "rotates", .boolean, label: "Refresh tokens are used once",
            description:
                "The vendor issues a new one on each use: the server stores it, and programs request tokens from the "
                + "server.",
            default: false),
    ]

    private var own: [ConfigField] {
        switch self {
        case .values:
            [
                ConfigField(
                    "values", .json, label: "Values",
                    description:
                        "An object of strings, by a node's fields or variables: {\"SLACK_BOT_TOKEN\": \"xoxb-…\"}.",
                    required: true)
            ]
        case .apiKey:
            [
                ConfigField(
                    "placement", .select, label: "Sent as", default: "bearer",
                    options: [
                        .init("bearer", label: "Bearer token"), .init("basic", label: "User and password"),
                        .init("header", label: "Header"), .init("query", label: "Query parameter"),
                    ]), Self.secret("token", "Key or password"),
                Self.text("name", "Header or parameter"), Self.text("prefix", "Before the key"),
                Self.text("user", "User"),
            ]
        case .authorizationCode:
            Self.authorization + Self.client + Self.consent
        case .clientCredentials:
            [Self.url("tokenUrl", "Token URL"), Self.text("audience", "Audience")] + Self.client
        case .assertion:
            [
                Self.url("tokenUrl", "Token URL"), Self.privateKey,
                Self.text("issuer", "Issuer", required: true), Self.text("subject", "Subject"),
                Self.text("audience", "Audience"), Self.text("scope", "Scope"), Self.text("keyId", "Key id"),
                ConfigField(
                    "algorithm", .select, label: "Algorithm", default: "RS256",
                    options: [.init("RS256"), .init("ES256")]),
                ConfigField(
                    "lifetime", .number, label: "Seconds that an assertion is valid", default: 3_600,
                    validation: .init(min: 60, max: 3_600)),
            ]
        case .aws:
            [
                Self.text("accessKeyId", "Access key id", required: true, pattern: Pattern.visible),
                Self.secret("secretAccessKey", "Secret access key", pattern: Pattern.visible),
                Self.secret("sessionToken", "Session token", required: false, pattern: Pattern.visible),
                // It becomes a part of a host's name, to which the session token is sent.
                Self.text("region", "Region", required: true, pattern: "^[A-Za-z0-9_-]{1,63}$"),
                Self.text("service", "Service", pattern: Pattern.label),
                Self.text("roleArn", "Role to assume"), Self.text("externalId", "External id of the role"),
                Self.url("stsUrl", "Address of STS", required: false),
            ]
        case .githubApp:
            [
                Self.text("appId", "App id", required: true), Self.privateKey,
                Self.text("installationId", "Installation id", required: true, pattern: Pattern.digits),
                Self.url("baseUrl", "API address", required: false),
            ]
        }
    }
}
