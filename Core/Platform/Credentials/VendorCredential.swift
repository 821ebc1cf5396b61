import JSON
import PluginMessages
import Storage

/// An account at a vendor, as far as it is shown.
package struct VendorCredential: Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// A program can use it.
        case ready
        /// A person has to consent first, or again.
        case unauthorized
    }

    package let id: CredentialID
    /// `nil`: every project of the organization sees it.
    package let project: ProjectID?
    package let name: String
    package let type: String
    /// By field; secrets are masked.
    package let values: JSONObject
    package let state: State
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    /// What a program that is deployed has of a credential.
    package struct Use: Sendable {
        package let workflow: WorkflowID
        package let workflowName: String
        package let deployment: DeploymentID
        /// Whether it has an old value.
        package let isStale: Bool
    }
}

extension CredentialRecord {
    private static func place(_ id: CredentialID) -> SecretLocation { SealedColumn.credentialValues.place(id.text) }

    func opened(by secrets: SecretBox) throws -> CredentialValues {
        try JSONValue(parsing: secrets.open(values, at: Self.place(id))).decode()
    }

    mutating func set(_ new: CredentialValues, sealedBy secrets: SecretBox) throws {
        values = try secrets.seal(JSONValue(encoding: new).text, at: Self.place(id))
    }
}
