import JSON
import PluginMessages
import Storage

/// A way to a provider, as far as it is shown.
package struct Connection: Sendable {
    package let id: ConnectionID
    package let provider: String
    package let name: String
    /// By field. Choices, numbers and switches are shown; what is text is masked.
    package let credentials: JSONObject
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    /// - Parameter shown: The values that are not masked.
    init(_ record: ConnectionRecord, showing shown: JSONObject) {
        id = record.id
        provider = record.provider
        name = record.name
        credentials = JSONObject(record.names.map { ($0, shown[$0] ?? .string(Variable.mask)) })
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}

extension ConnectionRecord {
    /// Of its credentials.
    var names: [String] { credentialNames.split(separator: " ").map(String.init) }

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

    private static func place(_ id: ConnectionID) -> SecretLocation {
        SealedColumn.connectionCredentials.place(id.text)
    }

    func opened(by secrets: SecretBox) throws -> Credentials {
        let values = try JSONValue(parsing: secrets.open(credentials, at: Self.place(id))).decode(JSONObject.self)
        return Credentials(connectionId: id.text, values: values)
    }
}
