import Forms
import JSON
import Marketplace
import PluginHost
import PluginMessages
import Storage
import Values

/// Connections to providers; an organization's projects share them.
package struct Connections: Sendable {
    let storage: any StorageDriver
    let contributions: any Contributions
    let registries: Registries
    let secrets: SecretBox
    let tests: TestRemoval

    /// The providers that an organization's connections can be to, by id.
    package func providers(of organization: OrganizationID) -> [ProviderDefinition] {
        contributions.registry(of: organization).providers.map(\.definition)
    }

    package func list(_ caller: Caller, _ request: PageRequest) async throws -> Page<Connection> {
        try await storage.read {
            try Table(ConnectionRecord.self, in: $0).page(request, of: caller.organization)
        }.map(shown)
    }

    package func get(_ caller: Caller, _ id: ConnectionID) async throws -> Connection {
        shown(try await storage.read { try $0.connection(id, of: caller) })
    }

    /// - Parameter name: `nil` takes the provider's.
    package func create(
        _ caller: Caller, provider id: String, name: String?, credentials: JSONObject
    ) async throws -> Connection {
        let provider = try await known(id, to: caller)
        let name = name ?? provider.definition.name
        try Problems.throwIfMasked(credentials, at: "credentials", of: "connection")
        try check(name: name, credentials, of: provider)
        let record = try ConnectionRecord(
            of: caller.organization, provider: id, name: name, credentials: credentials, sealedBy: secrets)
        try await storage.transaction { database in
            try Table(in: database).insert(record)
            try database.audit(
                caller, .connectionCreated, record.id.text, ["provider": .string(id), "name": .string(name)])
        }
        return shown(record)
    }

    /// - Parameters:
    ///   - name: `nil` leaves it.
    ///   - credentials: Those that become different: a masked value stays, `null` takes one away.
    package func update(
        _ caller: Caller, _ id: ConnectionID, name: String?, credentials: JSONObject?
    ) async throws -> Connection {
        try await storage.transaction { [self] database in
            var record = try database.connection(id, of: caller)
            let before = try record.opened(by: secrets).values
            var values = before
            for (key, value) in credentials ?? [:] where value.string != Variable.mask {
                values[key] = value.isNull ? Optional<JSONValue>.none : value
            }
            record.name = name ?? record.name
            let provider = try contributions.loadedProvider(of: record)
            try check(name: record.name, values, of: provider)
            try checkAddresses(credentials ?? [:], before, values, of: provider)
            if credentials != nil { try record.set(values, sealedBy: secrets) }
            record.updatedAt = .now
            try Table(in: database).update(record)
            try database.audit(caller, .connectionChanged, id.text, ["name": .string(record.name)])
            return shown(record)
        }
    }

    /// What is shown of a connection: of its credentials what can hold no secret.
    private func shown(_ record: ConnectionRecord) -> Connection {
        let schema = contributions.provider(of: record)?.definition.credentialSchema ?? []
        let open = schema.filter { $0.isOpen && record.names.contains($0.name) }
        // What cannot be opened is masked: the list is shown with another master key, too.
        guard !open.isEmpty, let values = try? record.opened(by: secrets).values else {
            return Connection(record, showing: [:])
        }
        // A field may have been a text when the value was stored.
        let fitting = open.compactMap { field in
            values[field.name].flatMap { FormValidator().faults(of: $0, as: field).isEmpty ? (field.name, $0) : nil }
        }
        return Connection(record, showing: JSONObject(fitting))
    }

    /// - Throws: ``PlatformError/connectionInUse(_:)`` while something is deployed to it.
    package func delete(_ caller: Caller, _ id: ConnectionID) async throws {
        _ = try await storage.read { database in
            let record = try database.connection(id, of: caller)
            try database.checkUnused(record)
        }
        // Without its credentials nobody could remove what tests have left there.
        try await tests.removeAll(on: id)
        try await storage.transaction { database in
            let record = try database.connection(id, of: caller)
            try database.checkUnused(record)
            try Table(ConnectionRecord.self, in: database).delete(record.id)
            try database.audit(caller, .connectionDeleted, id.text, ["name": .string(record.name)])
        }
    }

    private func check(name: String, _ credentials: JSONObject, of provider: Provider) throws(PlatformError) {
        var problems = Problems()
        problems.check(name: name)
        problems.refuseNull(in: .object(credentials), at: .root.appending("credentials"))
        let wrong = SchemaCheck(
            provider.definition.credentialSchema, of: "credentials", noun: "credential of this provider"
        ).problems(of: credentials)
        guard problems.diagnostics.isEmpty, wrong.isEmpty else { throw .invalid(problems.diagnostics + wrong) }
    }

    /// As for an account at a vendor: whoever changes an address, and does not know the secret, does not receive it there.
    private func checkAddresses(
        _ sent: JSONObject, _ before: JSONObject, _ after: JSONObject, of provider: Provider
    ) throws(PlatformError) {
        let fields = provider.definition.credentialSchema
        let addresses = fields.filter { $0.validation?.format == .url }.map(\.name)
        func part(_ values: JSONObject) -> JSONObject {
            JSONObject(addresses.compactMap { name in values[name].map { (name, $0) } })
        }
        var problems = Problems()
        problems.check(
            fields, movedFrom: (part(before), part(after)), sent: sent, values: (before, after),
            at: .root.appending("credentials"))
        try problems.throwIfAny()
    }

    /// Asks a connection's provider whether it still takes its credentials.
    package func verify(_ caller: Caller, _ id: ConnectionID) async throws -> Verification {
        let record = try await storage.read { try $0.connection(id, of: caller) }
        return try await verify(
            try contributions.loadedProvider(of: record), credentials: record.opened(by: secrets).values)
    }

    /// Asks a provider whether it takes credentials, before they are kept.
    package func verify(_ caller: Caller, provider id: String, credentials: JSONObject) async throws -> Verification {
        try await verify(try await known(id, to: caller), credentials: credentials)
    }

    private func verify(_ provider: Provider, credentials: JSONObject) async throws -> Verification {
        do {
            return try await provider.verify(VerifyRequest(credentials: credentials, permissions: true))
        } catch {
            throw PlatformError.provider(provider.definition.id, error)
        }
    }

    private func known(_ id: String, to caller: Caller) async throws(PlatformError) -> Provider {
        let registry = contributions.registry(of: caller.organization)
        guard let provider = registry.provider(id) else {
            if let plugin = registry.disabled(provider: id) { throw .pluginOff(plugin) }
            let packages = await OfferedPackages(registries: registries).packages(by: \.providers)
            throw .unknownProvider(id, known: registry.providers.map(\.definition.id), packages: packages)
        }
        return provider
    }
}

extension ConfigField {
    /// Whether its values are choices, not texts that somebody enters: they are shown as they are stored.
    fileprivate var isOpen: Bool {
        switch type {
        case .number, .boolean: true
        case .select, .multiselect: options != nil
        case .string, .secret, .code, .json, .expression, .textarea: false
        }
    }
}

extension SQLConnection {
    /// - Throws: ``PlatformError/connectionInUse(_:)``
    fileprivate func checkUnused(_ connection: ConnectionRecord) throws {
        let users = try Table(DeploymentRecord.self, in: self).inUse(on: connection.id)
        let workflows = Table(WorkflowRecord.self, in: self)
        let names = try users.compactMap { try workflows.find($0.workflow, of: $0.project)?.name }
        guard users.isEmpty else { throw PlatformError.connectionInUse(names.sorted()) }
    }
}
