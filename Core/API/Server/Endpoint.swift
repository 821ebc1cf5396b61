import Hummingbird
import Platform

/// One row of the REST specification: what a route is, needs and does.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    let method: HTTPRequest.Method
    /// Below `/api`. A thing's id has one name wherever it is part of a path.
    let path: String
    let scope: Scope
    let handler: Handler

    static func get(_ path: String, _ scope: Scope = .read, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, path: path, scope: scope, handler: handler)
    }

    static func post(_ path: String, _ scope: Scope, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .post, path: path, scope: scope, handler: handler)
    }

    static func patch(_ path: String, _ scope: Scope = .write, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .patch, path: path, scope: scope, handler: handler)
    }

    static func delete(_ path: String, _ scope: Scope = .write, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .delete, path: path, scope: scope, handler: handler)
    }
}

extension RouterMethods where Context == APIContext {
    func add(_ endpoint: Endpoint) {
        on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
            try context.caller.require(endpoint.scope)
            return try await endpoint.handler(request, context)
        }
    }
}

/// A path that is there, by another method.
struct MethodNotAllowed: Error {
    /// What the path takes.
    let allowed: [HTTPRequest.Method]
}

extension Router {
    /// Answers other methods on known paths, which would otherwise look like unknown paths.
    func refuseOtherMethods(of routes: [(path: String, method: HTTPRequest.Method)]) {
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            var allowed = routes.map(\.method)
            if allowed.contains(.get) { allowed.append(.head) }
            let error = MethodNotAllowed(allowed: allowed)
            for method in [.get, .head, .post, .put, .patch, .delete, .options] as [HTTPRequest.Method]
            where !allowed.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in throw error }
            }
        }
    }
}
