import Hummingbird
import Platform
import Storage

/// Endpoints for callers with an API key or a session.
///
/// To add an endpoint, add one entry to the `endpoints` of its resource's controller and a function that returns the
/// value:
///
///     .list("connections", "List connections", of: Connection.shape, use: connections.list),
///     .post(
///         "connections", .write, "Create a connection", body: CreateConnection.self,
///         returns: .created(Connection.shape) { "/api/connections/\($0.id)" }, use: create),
///
/// The route, the check of the scope, of the role and of the body, rate limits, idempotency and the entry in the OpenAPI
/// document follow from it. A new controller is listed in ``EndpointList``.
extension Endpoint<APIContext> {
    /// Returns the value that the response shows.
    typealias Read<Value> = @Sendable (Request, APIContext) async throws -> Value
    /// Accepts the decoded body and returns the value that the response shows.
    typealias Write<Body, Value> = @Sendable (Body, Request, APIContext) async throws -> Value

    static func get<Value>(
        _ path: String, _ summary: String, scope: Scope = .read, notes: String = "", query: [Parameter] = [],
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [], use handler: @escaping Read<Value>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.get, path, scope, summary, notes, query: query, errors: errors), returns: response,
            use: handler)
    }

    /// The entity that the last parameter of the path names.
    static func get<Entity, Value>(
        _ path: String, _ summary: String, notes: String, of shape: Shape<Value>, errors: [ErrorSpec] = [],
        use get: @escaping @Sendable (Caller, Identifier<Entity>) async throws -> Value
    ) -> Endpoint {
        let operation = OperationSpec(.get, path, .read, summary, notes, errors: errors)
        let name = operation.parameters.last ?? ""
        return Endpoint(operation, returns: .ok(shape)) { _, context in
            try await get(context.caller, context.id(name))
        }
    }

    /// A list in pages, newest first unless the request has another order.
    /// - Parameter isNamed: Whether the elements can be found by a part of their name.
    static func list<Element: Sendable>(
        _ path: String, _ summary: String, notes: String = "", isNamed: Bool = false, of element: Shape<Element>,
        use list: @escaping @Sendable (Caller, PageRequest) async throws -> Page<Element>
    ) -> Endpoint {
        .get(
            path, summary, notes: notes, query: isNamed ? .namedPage : .page, returns: .page(of: element)
        ) { request, context in
            try await list(context.caller, isNamed ? request.namedPage : request.page)
        }
    }

    static func post<Value>(
        _ path: String, _ scope: Scope, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil,
        query: [Parameter] = [], returns response: ResponseShape<Value>, errors: [ErrorSpec] = [],
        use handler: @escaping Read<Value>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.post, path, scope, summary, notes, query: query, errors: errors, limit: limit),
            returns: response, use: handler)
    }

    static func post<Body: JSONBody, Value>(
        _ path: String, _ scope: Scope, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil,
        query: [Parameter] = [], body: Body.Type, returns response: ResponseShape<Value>, errors: [ErrorSpec] = [],
        use handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.post, path, scope, summary, notes, query: query, errors: errors, limit: limit),
            returns: response, use: handler)
    }

    static func put<Body: JSONBody, Value>(
        _ path: String, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil, body: Body.Type,
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [], use handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.put, path, .write, summary, notes, errors: errors, limit: limit), returns: response,
            use: handler)
    }

    static func patch<Body: JSONBody, Value>(
        _ path: String, _ summary: String, notes: String = "", body: Body.Type,
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [], use handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        Endpoint(OperationSpec(.patch, path, .write, summary, notes, errors: errors), returns: response, use: handler)
    }

    static func delete(
        _ path: String, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil,
        errors: [ErrorSpec] = [], use handler: @escaping Read<Void>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.delete, path, .write, summary, notes, errors: errors, limit: limit), returns: .noContent,
            use: handler)
    }

    static func delete<Value>(
        _ path: String, _ summary: String, notes: String = "", query: [Parameter] = [],
        returns response: ResponseShape<Value>, errors: [ErrorSpec] = [], use handler: @escaping Read<Value>
    ) -> Endpoint {
        Endpoint(
            OperationSpec(.delete, path, .write, summary, notes, query: query, errors: errors), returns: response,
            use: handler)
    }

    /// Deletes the entity that the last parameter of the path names.
    static func delete<Entity>(
        _ path: String, _ summary: String, notes: String = "", errors: [ErrorSpec] = [],
        use delete: @escaping @Sendable (Caller, Identifier<Entity>) async throws -> Void
    ) -> Endpoint {
        let operation = OperationSpec(.delete, path, .write, summary, notes, errors: errors)
        let name = operation.parameters.last ?? ""
        return Endpoint(operation, returns: .noContent) { _, context in
            try await delete(context.caller, context.id(name))
        }
    }
}

extension OperationSpec {
    /// An operation below `/api` that requires a scope.
    fileprivate init(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ summary: String, _ notes: String,
        query: [Parameter] = [], errors: [ErrorSpec], limit: RateLimits.Policy? = nil
    ) {
        self.init(
            method: method, path: "/api/\(path)", summary: summary, notes: notes, access: .scope(scope), query: query,
            errors: errors, limit: limit ?? scope.limit)
    }
}

extension Scope {
    /// The rate limit of requests that require the scope; deploys have one of their own.
    var limit: RateLimits.Policy? {
        switch self {
        case .read, .audit: nil
        case .write: .write
        case .deploy: .run
        }
    }
}
