import HTTPTypes
import Platform
import PluginMessages

extension Operation {
    /// An endpoint that a plugin brings, as its manifest has it.
    init(_ endpoint: ResourceEndpoint, tag: String) {
        let scope = Scope(endpoint.scope)
        // In a body, too, when that is JSON.
        let connection = endpoint.provider.map { provider in
            Parameter(
                "connectionId", "Id of a connection to the provider `\(provider)`.", isRequired: endpoint.body.isEmpty,
                .reference)
        }
        self.init(
            method: HTTPRequest.Method(rawValue: endpoint.method.rawValue) ?? .get,
            path: "/api/resources/\(endpoint.path)", summary: endpoint.summary, access: .scope(scope),
            query: (connection.map { [$0] } ?? []) + endpoint.query.map(Parameter.init),
            takes: endpoint.body.isEmpty ? nil : Schema(of: endpoint),
            gives: [.plugin(endpoint.answer?.object.map { Schema($0) })],
            failures: .plugin + [
                .invalid("The request does not match the plugin's schema, or the plugin rejected it."),
                .conflict("The plugin reported a conflict with existing resources."),
            ], limit: scope.limit, tag: tag)
    }
}

extension Parameter {
    fileprivate init(_ field: ConfigField) {
        self.init(field.name, field.label, isRequired: field.required, Schema(field: field))
    }
}

extension Schema {
    /// `connectionId` is a member, or else a parameter of the query.
    fileprivate init(of endpoint: ResourceEndpoint) {
        self.init(fields: endpoint.body, and: endpoint.provider == nil ? [:] : ["connectionId": .reference])
    }
}
