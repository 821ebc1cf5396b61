import JSON
import PluginHost
import PluginMessages
import Storage

/// Connections to providers; an organization's projects share them.
package struct Connections: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<Connection> {
        try await storage.read {
            try Table(ConnectionRecord.self, in: $0).page(request, of: caller.organization)
        }.map(Connection.init)
    }

    package func get(_ caller: Caller, _ id: ConnectionID) async throws -> Connection {
        Connection(try await storage.read { try $0.connection(id, of: caller) })
    }

    /// - Parameter name: `nil` takes the provider's.
    package func create(
        _ caller: Caller, provider id: String, name: String?, credentials: JSONObject
    ) async throws -> Connection {
        let provider = try known(id)
        let name = name ?? provider.definition.name
        var problems = FieldProblems()
        problems.check(name: name)
        let wrong = CredentialCheck(schema: provider.definition.credentialSchema).problems(of: credentials)
        guard problems.diagnostics.isEmpty, wrong.isEmpty else {
            throw PlatformError.invalid(problems.diagnostics + wrong)
        }
        let record = try ConnectionRecord(
            of: caller.organization, provider: id, name: name, credentials: credentials, sealedBy: secrets)
        try await storage.transaction { try Table(in: $0).insert(record) }
        return Connection(record)
    }

    /// Asks a provider whether it takes credentials, before they are kept.
    package func verify(_ caller: Caller, provider id: String, credentials: JSONObject) async throws -> Verification {
        let provider = try known(id)
        do {
            return try await provider.verify(VerifyRequest(credentials: credentials))
        } catch {
            throw PlatformError.provider(id, error)
        }
    }

    private func known(_ id: String) throws(PlatformError) -> Provider {
        let registry = contributions.registry
        guard let provider = registry.provider(id) else {
            throw .unknownProvider(id, known: registry.providers.map(\.definition.id))
        }
        return provider
    }
}
