import JSON
import PluginMessages
import Storage

/// A way to a provider, as far as it is shown.
package struct Connection: Sendable {
    package let id: ConnectionID
    package let provider: String
    package let name: String
    /// The names of its credentials; their values are never shown.
    package let credentialNames: [String]
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: ConnectionRecord) {
        id = record.id
        provider = record.provider
        name = record.name
        credentialNames = record.credentialNames.split(separator: " ").map(String.init)
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}

extension ConnectionRecord {
    init(
        of organization: OrganizationID, provider: String, name: String, credentials: JSONObject,
        sealedBy secrets: SecretBox
    ) throws {
        let now = Timestamp.now
        self.init(
            id: .make(at: now), organization: organization, provider: provider, name: name, credentials: "",
            credentialNames: "", createdAt: now, updatedAt: now)
        try set(credentials, sealedBy: secrets)
    }

    mutating func set(_ values: JSONObject, sealedBy secrets: SecretBox) throws {
        credentials = try secrets.seal(JSONValue.object(values).text, at: Self.place(id))
        credentialNames = values.keys.joined(separator: " ")
    }

    private static func place(_ id: ConnectionID) -> SecretPlace {
        SealedColumn.connectionCredentials.place(id.text)
    }

    func opened(by secrets: SecretBox) throws -> Credentials {
        let values = try JSONValue(parsing: secrets.open(credentials, at: Self.place(id))).decode(JSONObject.self)
        return Credentials(connectionId: id.text, values: values)
    }
}
