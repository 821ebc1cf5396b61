import JSON
import PluginMessages
import Storage

/// The credentials that the workflows of a project can use, as variables of deployments to one provider.
struct DeployCredentials {
    private let records: [CredentialRecord]
    private let types: CredentialTypes
    /// Whether the provider asks the server for tokens.
    private let asks: Bool
    private let secrets: SecretBox

    init(_ records: [CredentialRecord], _ types: CredentialTypes, asks: Bool, _ secrets: SecretBox) {
        self.records = records
        self.types = types
        self.asks = asks
        self.secrets = secrets
    }

    /// What a program has of each; of one that was revoked that it was.
    func variables() throws -> [EnvironmentVariable] {
        try records.map { variable(of: $0, try secret(of: $0) ?? CredentialSecret.unauthorized) }
    }

    /// What an artifact needs.
    /// - Parameter address: Where deployed programs reach the server; `nil` where they do not.
    /// - Returns: Whether the program asks the server for tokens over HTTP.
    /// - Throws: ``PlatformError/missingCredentials(_:)``, ``PlatformError/credentialNeedsAddress(_:)``.
    func variables(for artifact: Artifact, address: String?) throws -> (list: [EnvironmentVariable], askServer: Bool) {
        let needed = artifact.requiredEnvironment.filter { $0.hasPrefix(CredentialUse.prefix) }
        guard !needed.isEmpty else { return ([], false) }
        let known = Dictionary(
            records.map { (CredentialUse.variable(of: $0.name), $0) }, uniquingKeysWith: { first, _ in first })
        var problems: [PlatformError.MissingCredential] = []
        var list: [EnvironmentVariable] = []
        var askServer = false
        for variable in needed {
            guard let record = known[variable] else {
                problems.append(.init(variable: variable, name: nil))
                continue
            }
            guard let secret = try secret(of: record) else {
                problems.append(.init(variable: variable, name: record.name))
                continue
            }
            if secret["kind"] == "server", !asks {
                guard address != nil else { throw PlatformError.credentialNeedsAddress(record.name) }
                askServer = true
            }
            list.append(self.variable(of: record, secret))
        }
        guard problems.isEmpty else { throw PlatformError.missingCredentials(problems) }
        return (list, askServer)
    }

    private func variable(of record: CredentialRecord, _ secret: JSONObject) -> EnvironmentVariable {
        EnvironmentVariable(
            name: CredentialUse.variable(of: record.name), value: JSONValue.object(secret).text, isSecret: true)
    }

    private func secret(of record: CredentialRecord) throws -> JSONObject? {
        guard record.state == VendorCredential.State.ready.rawValue, let type = types.find(record.type) else {
            return nil
        }
        return CredentialSecret.make(
            type, try record.opened(by: secrets), changed: record.updatedAt, asks: asks)
    }
}
