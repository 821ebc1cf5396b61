import JSON

/// A kind of account at a vendor: by which flow a program is authorized, and what of it is the same for every account.
public struct CredentialType: Codable, Sendable {
    /// How a program gets what authorizes its requests.
    public enum Flow: String, Codable, Sendable, CaseIterable {
        /// Values in place of variables, such as a token that stays.
        case values
        /// A key in a header, a query, or as the user and password of HTTP.
        case apiKey
        /// OAuth 2.0 with the consent of a person (RFC 6749, section 4.1, with RFC 7636).
        case authorizationCode
        /// OAuth 2.0 in the name of the program itself (RFC 6749, section 4.4).
        case clientCredentials
        /// OAuth 2.0 with a signed assertion (RFC 7523), such as Google's service accounts.
        case assertion
        /// Keys of AWS, with a role.
        case aws
        /// An installation of a GitHub App.
        case githubApp
    }

    /// `^[a-z][a-z0-9_-]*$`
    public let id: String
    public let name: String
    public let description: String
    public let flow: Flow
    /// Values of the flow's fields that every account has, such as `tokenUrl`; people do not enter them. `{NAME}` in a text is
    /// the value of an own field.
    public let settings: JSONObject
    public let docsUrl: String?
    /// Fields besides the flow's, such as the name of a shop, or in place of those of the same name, such as a scope with a
    /// default. What goes into an address needs a pattern.
    @FieldList public var ownFields: [ConfigField]

    private enum CodingKeys: String, CodingKey {
        case id, name, description, flow, settings, docsUrl
        case ownFields = "fields"
    }

    public init(
        id: String, name: String, description: String, flow: Flow, settings: JSONObject = [:], docsUrl: String? = nil,
        fields: [ConfigField] = []
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.flow = flow
        self.settings = settings
        self.docsUrl = docsUrl
        self._ownFields = FieldList(wrappedValue: fields)
    }
}
