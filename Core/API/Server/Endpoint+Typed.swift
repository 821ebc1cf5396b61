import Hummingbird
import Platform

/// Endpoints whose handlers return values instead of responses.
///
/// To add an endpoint, add one entry to the `endpoints` of its resource's controller and a function that returns the
/// value:
///
///     .get("connections", "List connections", query: .page, returns: .page(of: Connection.shape), use: list),
///     .post(
///         "connections", .write, "Create a connection", body: NewConnection.self,
///         returns: .created(Connection.shape), use: create),
///
/// The route, the check of the scope, of the role and of the body, rate limits, idempotency and the entry in the OpenAPI
/// document follow from it. A new controller is listed in ``APIServer/endpoints(_:)``.
extension Endpoint {
    /// Returns the value that the response shows.
    typealias Read<Value> = @Sendable (Request, APIContext) async throws -> Value
    /// Accepts the decoded body and returns the value that the response shows.
    typealias Write<Body, Value> = @Sendable (Body, Request, APIContext) async throws -> Value

    static func get<Value>(
        _ path: String, _ summary: String, notes: String = "", query: [Parameter] = [],
        returns response: ResponseShape<Value>, failures: [Failure] = [], use handler: @escaping Read<Value>
    ) -> Endpoint {
        Endpoint(
            .get, path, .read, summary, notes: notes, query: query, gives: response.answers, failures: failures
        ) { try response.response(await handler($0, $1)) }
    }

    static func post<Value>(
        _ path: String, _ scope: Scope, _ summary: String, notes: String = "", query: [Parameter] = [],
        returns response: ResponseShape<Value>, failures: [Failure] = [], use handler: @escaping Read<Value>
    ) -> Endpoint {
        Endpoint(
            .post, path, scope, summary, notes: notes, query: query, gives: response.answers, failures: failures
        ) { try response.response(await handler($0, $1)) }
    }

    static func post<Body: JSONBody, Value>(
        _ path: String, _ scope: Scope, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil,
        query: [Parameter] = [], body: Body.Type, returns response: ResponseShape<Value>, failures: [Failure] = [],
        use handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        write(
            .post, path, scope, summary, notes, limit: limit, query: query, returns: response, failures, handler)
    }

    static func patch<Body: JSONBody, Value>(
        _ path: String, _ summary: String, notes: String = "", body: Body.Type,
        returns response: ResponseShape<Value>, failures: [Failure] = [], use handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        write(.patch, path, .write, summary, notes, returns: response, failures, handler)
    }

    static func delete(
        _ path: String, _ summary: String, notes: String = "", failures: [Failure] = [],
        use handler: @escaping Read<Void>
    ) -> Endpoint {
        let response = ResponseShape<Void>.noContent
        return Endpoint(
            .delete, path, .write, summary, notes: notes, gives: response.answers, failures: failures
        ) { try response.response(await handler($0, $1)) }
    }

    private static func write<Body: JSONBody, Value>(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ summary: String, _ notes: String,
        limit: RateLimits.Policy? = nil, query: [Parameter] = [], returns response: ResponseShape<Value>,
        _ failures: [Failure], _ handler: @escaping Write<Body, Value>
    ) -> Endpoint {
        Endpoint(
            method, path, scope, summary, notes: notes, limit: limit, query: query, takes: Body.schema,
            gives: response.answers, failures: failures
        ) { request, context in
            try response.response(await handler(request.body(Body.self, context), request, context))
        }
    }
}
