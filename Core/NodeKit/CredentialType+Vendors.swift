/// Accounts at vendors with many APIs, whose nodes differ in the scope only.
extension CredentialType {
    /// Google's accounts: with a person's consent, and service accounts.
    ///
    /// "Using OAuth 2.0 for Web Server Applications" and "… for Server to Server Applications" of Google's documentation.
    /// - Parameters:
    ///   - id: Of the first; that of the second ends with `-service-account`.
    ///   - scope: What people may narrow or widen.
    ///   - listing: What only the options of a node's fields need; people consent to it, too. An administrator has allowed a
    ///     service account its scope exactly.
    public static func google(
        _ id: String, _ name: String, scope: String, listing: String? = nil
    ) -> [CredentialType] {
        let tokenUrl = "https://oauth2.googleapis.com/token"
        return [
            CredentialType(
                id: id, name: name, description: "An account of Google, with the consent of its owner.",
                flow: .authorizationCode,
                settings: [
                    "authorizationUrl": "https://accounts.google.com/o/oauth2/v2/auth", "tokenUrl": .string(tokenUrl),
                    "authorizationParameters": ["access_type": "offline", "prompt": "consent"],
                    "clientAuthentication": "body", "rotates": false,
                ], docsUrl: "https://developers.google.com/identity/protocols/oauth2/web-server",
                fields: [.scope([scope, listing].compactMap(\.self).joined(separator: " "))]),
            CredentialType(
                id: "\(id)-service-account", name: "\(name) service account",
                description: "The key of a service account; its email address is the issuer.", flow: .assertion,
                settings: [
                    "tokenUrl": .string(tokenUrl), "audience": .string(tokenUrl), "algorithm": "RS256",
                    "lifetime": 3_600,
                ], docsUrl: "https://developers.google.com/identity/protocols/oauth2/service-account",
                fields: [.scope(scope)]),
        ]
    }

    /// An account of Microsoft 365, with a person's consent.
    ///
    /// "Microsoft identity platform and OAuth 2.0 authorization code flow" of Microsoft's documentation.
    public static func microsoft(_ id: String, _ name: String, scope: String) -> CredentialType {
        let base = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
        return CredentialType(
            id: id, name: name, description: "An account of Microsoft 365, with the consent of its owner.",
            flow: .authorizationCode,
            settings: [
                "authorizationUrl": .string("\(base)/authorize"), "tokenUrl": .string("\(base)/token"),
                "clientAuthentication": "body", "rotates": false,
            ], docsUrl: "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow",
            fields: [
                ConfigField(
                    "tenant", .string, label: "Tenant",
                    description: "Its id or domain; common, for accounts of any.", required: true, default: "common",
                    validation: .init(pattern: "[A-Za-z0-9][A-Za-z0-9.-]*")), .scope("offline_access \(scope)"),
            ])
    }
}

extension ConfigField {
    /// The scope that is requested for an account.
    public static func scope(_ value: String) -> ConfigField {
        ConfigField(
            "scope", .string, label: "Scope", description: "Words with spaces between.", default: .string(value),
            validation: .init(pattern: #"[^\u0000-\u001f\u007f]*"#))
    }
}
