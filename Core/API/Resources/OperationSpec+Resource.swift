import HTTPTypes
import Platform
import PluginMessages

extension OperationSpec {
    /// An endpoint of a plugin, as declared in its manifest.
    /// - Parameters:
    ///   - qualifier: Distinguishes it from an endpoint with the same summary.
    ///   - providers: Of all endpoints of the path.
    ///   - isOnServer: Whether a server has resources of its own.
    init(
        _ endpoint: ResourceEndpoint, tag: String, qualifier: String = "", providers: [String] = [],
        isOnServer: Bool = false
    ) {
        let scope = Scope(endpoint.scope)
        // A JSON body may have it instead.
        let connection = endpoint.provider.map { provider in
            let names = (providers.isEmpty ? [provider] : providers).map { "`\($0)`" }.joined(separator: " or ")
            return Parameter(
                "connectionId", "Id of a connection to the provider \(names).", isRequired: endpoint.body.isEmpty,
                .reference)
        }
        self.init(
            method: HTTPRequest.Method(rawValue: endpoint.method.rawValue) ?? .get,
            path: "/api/resources/\(endpoint.path)", summary: endpoint.summary, qualifier: qualifier,
            notes: endpoint.description ?? "Provided by a plugin.",
            access: .scope(scope),
            query: (connection.map { [$0] } ?? []) + (isOnServer ? [Parameter.server] : [])
                + endpoint.query.map(Parameter.init),
            errors: .plugin + [
                .invalid("The request does not match the plugin's schema, or the plugin rejected it."),
                .conflict("The plugin reported a conflict with existing resources."),
            ], limit: scope.limit, tag: tag)
        body = Body(of: endpoint, schemaName: schemaName)
        responses = statuses(of: endpoint).map { status in
            guard let schema = endpoint.answer?.object.map({ Schema($0) }) else {
                return .content(endpoint.mediaType ?? "*/*", "The plugin's response.", status: status)
            }
            return .json(schema.named("\(schemaName)Response"), status, "The plugin's response.")
        }
    }

    private var schemaName: String { name.prefix(1).uppercased() + name.dropFirst() }

    /// The declared status of success; a plugin that declares none may choose.
    private func statuses(of endpoint: ResourceEndpoint) -> [HTTPResponse.Status] {
        if let status = endpoint.status { return [HTTPResponse.Status(code: status)] }
        return [.post, .put].contains(endpoint.method) ? [.ok, .created] : [.ok]
    }
}

extension OperationSpec.Body {
    /// `connectionId` is a member of a JSON body, or else a query parameter.
    fileprivate init?(of endpoint: ResourceEndpoint, schemaName: String) {
        if !endpoint.body.isEmpty {
            let connection: KeyValuePairs<String, Schema> =
                endpoint.provider == nil
                ? [:] : ["connectionId": .reference.note("The connection whose account is used.")]
            self = .json(Schema(fields: endpoint.body, and: connection).named("\(schemaName)Request"))
        } else if endpoint.method == .put {
            self = .bytes
        } else {
            return nil
        }
    }
}

extension Parameter {
    fileprivate static let server = Parameter(
        "server",
        "The id or the name of the server whose resource it is, where several servers run. A list without it is of all of them."
    )

    fileprivate init(_ field: ConfigField) {
        self.init(field.name, field.label, isRequired: field.required, Schema(field: field))
    }
}

extension [OperationSpec] {
    /// The operations with the endpoints of plugins: one whose summary is not unique is named by its path, too. A path that
    /// several providers share is there once.
    /// - Parameter onServers: Providers whose resources are on the disks of servers.
    func adding(_ endpoints: [ResourceEndpoint], onServers: Set<String> = []) -> [OperationSpec] {
        var names = Set(map(\.name))
        let byPath = Dictionary(grouping: endpoints) { "\($0.method.rawValue) \($0.path)" }
        var shown: Set<String> = []
        return self
            + endpoints.compactMap { endpoint in
                let path = "\(endpoint.method.rawValue) \(endpoint.path)"
                guard shown.insert(path).inserted else { return nil }
                let providers = byPath[path, default: []].compactMap(\.provider)
                let isOnServer = providers.contains { onServers.contains($0) }
                let operation = OperationSpec(
                    endpoint, tag: "Resources", providers: providers, isOnServer: isOnServer)
                if names.insert(operation.name).inserted { return operation }
                return OperationSpec(
                    endpoint, tag: "Resources", qualifier: "\(endpoint.method) \(endpoint.path)", providers: providers,
                    isOnServer: isOnServer)
            }
    }
}
