import Hummingbird
import Platform

/// Endpoints that require no caller; paths are from the root.
extension Endpoint<RootContext> {
    static func get<Value>(
        _ path: String, _ summary: String, notes: String = "", access: OperationSpec.Access = .open,
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [],
        use handler: @escaping @Sendable (Request, RootContext) async throws -> Value
    ) -> Endpoint {
        Endpoint(
            OperationSpec(
                method: .get, path: path, summary: summary, notes: notes, access: access, errors: errors),
            returns: response, use: handler)
    }

    static func post<Value>(
        _ path: String, _ summary: String, notes: String = "", access: OperationSpec.Access = .open,
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [],
        use handler: @escaping @Sendable (Request, RootContext) async throws -> Value
    ) -> Endpoint {
        Endpoint(
            OperationSpec(
                method: .post, path: path, summary: summary, notes: notes, access: access, errors: errors),
            returns: response, use: handler)
    }

    static func post<Body: JSONBody, Value>(
        _ path: String, _ summary: String, notes: String = "", limit: RateLimits.Policy, body: Body.Type,
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [],
        use handler: @escaping @Sendable (Body, Request, RootContext) async throws -> Value
    ) -> Endpoint {
        Endpoint(
            OperationSpec(
                method: .post, path: path, summary: summary, notes: notes, access: .open, errors: errors, limit: limit),
            returns: response, use: handler)
    }
}
