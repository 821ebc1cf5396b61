import FoundationEssentials
import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// The endpoints that plugins bring.
package struct Resources: Sendable {
    let storage: any StorageDriver
    let nodes: OrganizationNodes
    let secrets: SecretBox

    /// A request as it came.
    package struct Call: Sendable {
        /// `nil` for one that no endpoint can have.
        let method: ResourceEndpoint.Method?
        let path: [String]
        let query: [(name: String, value: String)]

        /// - Parameter path: Parts below `/api/resources`, decoded.
        package init(method: String, path: [String], query: [(name: String, value: String)]) {
            self.method = ResourceEndpoint.Method(rawValue: method)
            self.path = path
            self.query = query
        }
    }

    /// What the installation's own plugins bring: everybody has it.
    package var endpoints: [ResourceEndpoint] { open.resources.map(\.endpoint) }

    /// Those that everybody's connections can be to.
    package var providers: [ProviderDefinition] { open.providers.map(\.definition) }

    /// The contributions that a caller's organization has; without a caller, those of the installation's own plugins.
    package func contributions(of caller: Caller?) async throws -> ContributionRegistry {
        guard let caller else { return open }
        return try await nodes.view(of: caller.organization).registry
    }

    private var open: ContributionRegistry { nodes.contributions.registry.limited { _, _ in false } }

    package enum Found: Sendable {
        case endpoint(Resource, parameters: [String: String])
        case otherMethod([String])
        case nothing
    }

    /// - Throws: ``PlatformError/pluginOff(_:)`` for an endpoint whose plugin contributes nothing now.
    package func find(_ caller: Caller, _ call: Call) async throws -> Found {
        let registry = try await nodes.view(of: caller.organization).registry
        switch registry.resource(call.method, call.path) {
        case .found(let resource, let parameters): return .endpoint(resource, parameters: parameters)
        case .otherMethod(let methods):
            if let plugin = registry.disabled(call.method, call.path) { throw PlatformError.pluginOff(plugin) }
            return .otherMethod(methods.map(\.rawValue))
        case .none:
            if let plugin = registry.disabled(call.method, call.path) { throw PlatformError.pluginOff(plugin) }
            return .nothing
        }
    }

    /// Checks a request against its endpoint and has the plugin answer it.
    /// - Parameter body: Bytes; empty when there is none.
    package func answer(
        _ caller: Caller, _ call: Call, _ found: Resource, parameters: [String: String], body: [UInt8]
    ) async throws -> ResourceResponse {
        let (resource, parameters) = try await ofConnection(caller, call, found, parameters, body)
        try caller.require(resource.scope)
        let endpoint = resource.endpoint
        var members: JSONObject = [:]
        if !endpoint.body.isEmpty {
            let json = try JSONValue(parsing: body.isEmpty ? Array("{}".utf8) : body)
            guard let object = json.object else {
                throw PlatformError.invalid([Diagnostic(code: "field.type", message: "The body must be an object.")])
            }
            members = object
        }
        let named = call.query.first { $0.name == "connectionId" }?.value ?? members["connectionId"]?.string
        members["connectionId"] = nil
        let places = try await places(of: resource, caller)
        let own = Self.ownParameters.union(places == nil ? [] : [ResourcePlaces.parameter])
        let query = Self.typed(call.query.filter { !own.contains($0.name) }, endpoint.query)
        let problems =
            SchemaCheck(endpoint.query, of: "query", noun: "parameter of this path").problems(of: query)
            + SchemaCheck(endpoint.body, of: "", noun: "member of this request").problems(of: members)
        guard problems.isEmpty else { throw PlatformError.invalid(problems) }
        let request = ResourceRequest(
            endpoint: endpoint.id, parameters: parameters, query: query, body: members,
            bytes: endpoint.body.isEmpty && !body.isEmpty ? Data(body).base64EncodedString() : nil,
            credentials: try await credentials(caller, named, of: endpoint),
            canWrite: caller.scopes.contains(.write))
        // Before it is executed: a statement that fails half-way may have changed something.
        if let statement = Self.statement(in: members, of: endpoint) {
            try await storage.transaction { database in
                try database.audit(
                    caller, .resourceQueried, named ?? resource.plugin,
                    [
                        "endpoint": .string("\(endpoint.method.rawValue) \(endpoint.path)"),
                        "statement": .string(statement),
                    ])
            }
        }
        let answer: ResourceResponse
        do {
            if let places, let named {
                answer = try await places.answer(
                    request, to: resource, of: ConnectionID(named),
                    on: call.query.first { $0.name == ResourcePlaces.parameter }?.value)
            } else {
                answer = try await resource.call(request)
            }
        } catch let failure as PluginFailure { throw PlatformError.plugin(resource.plugin, failure) }
        if resource.scope != .read {
            try await storage.transaction { database in
                try database.audit(
                    caller, .resourceChanged, named ?? resource.plugin,
                    ["endpoint": .string("\(endpoint.method.rawValue) \(endpoint.path)")])
            }
        }
        return answer
    }

    /// - Returns: `nil` where the resources of a provider do not depend on the server.
    private func places(of resource: Resource, _ caller: Caller) async throws -> ResourcePlaces? {
        guard let places = nodes.contributions.places, let provider = resource.endpoint.provider,
            try await nodes.view(of: caller.organization).registry.provider(provider)?.definition.isOnServer == true
        else { return nil }
        return ResourcePlaces(places, storage)
    }

    /// Characters of a statement in the audit log.
    private static let longestStatement = 1000

    /// The code that a request has executed, without its values.
    private static func statement(in members: JSONObject, of endpoint: ResourceEndpoint) -> String? {
        let names = endpoint.body.filter { $0.type == .code }.map(\.name)
        // A list may have several of what the endpoint takes.
        let lists = endpoint.body.filter { $0.type == .json }.flatMap { members[$0.name]?.array ?? [] }
        let code = names.flatMap { name in ([.object(members)] + lists).compactMap { $0[name]?.string } }
        guard !code.isEmpty else { return nil }
        return String(code.map { SQLText($0).withoutValues }.joined(separator: "; ").prefix(longestStatement))
    }

    /// The endpoint of a path for the provider of the connection that the request names: providers may share paths.
    private func ofConnection(
        _ caller: Caller, _ call: Call, _ found: Resource, _ parameters: [String: String], _ body: [UInt8]
    ) async throws -> (Resource, [String: String]) {
        guard found.endpoint.provider != nil else { return (found, parameters) }
        let inBody = found.endpoint.body.isEmpty ? nil : (try? JSONValue(parsing: body))?["connectionId"]?.string
        guard let id = call.query.first(where: { $0.name == "connectionId" })?.value ?? inBody else {
            return (found, parameters)
        }
        let provider = try await storage.read { try $0.connection(ConnectionID(id), of: caller).provider }
        let registry = try await nodes.view(of: caller.organization).registry
        guard case .found(let own, let its) = registry.resource(call.method, call.path, provider: provider) else {
            return (found, parameters)
        }
        return (own, its)
    }

    /// Of the query: not the plugin's, but for the server to know who asks and with which connection.
    private static let ownParameters: Set = ["connectionId", "organizationId", "projectId"]

    private func credentials(
        _ caller: Caller, _ id: String?, of endpoint: ResourceEndpoint
    ) async throws -> Credentials? {
        guard let provider = endpoint.provider else { return nil }
        guard let id else {
            throw Self.refusal("required", "connectionId is required: name a connection to \"\(provider)\".")
        }
        let record = try await storage.read { try $0.connection(ConnectionID(id), of: caller) }
        guard record.provider == provider else {
            throw Self.refusal(
                "provider", "This is a connection to \"\(record.provider)\"; the path needs one to \"\(provider)\".")
        }
        return try record.opened(by: secrets)
    }

    private static func refusal(_ code: String, _ message: String) -> PlatformError {
        .invalid([Diagnostic(code: "field.\(code)", message: message, pointer: "/connectionId")])
    }

    /// Converts texts of the query to the types of their fields; a text that cannot be converted is kept, and validation refuses it.
    private static func typed(_ query: [(name: String, value: String)], _ fields: [ConfigField]) -> JSONObject {
        JSONObject(
            query.map { name, value in
                switch fields.first(where: { $0.name == name })?.type {
                case .number:
                    (
                        name,
                        (try? JSONValue(parsing: value)).flatMap { $0.number.map(JSONValue.number) } ?? .string(value)
                    )
                case .boolean: (name, value == "true" ? true : value == "false" ? false : .string(value))
                default: (name, .string(value))
                }
            })
    }
}

extension Resource {
    /// What a caller must be allowed.
    package var scope: Scope { Scope(endpoint.scope) }
}

extension Scope {
    package init(_ scope: ResourceEndpoint.Scope) {
        switch scope {
        case .read: self = .read
        case .write: self = .write
        case .deploy: self = .deploy
        }
    }
}
