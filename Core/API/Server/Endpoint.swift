import Hummingbird
import Platform

/// One row of the REST specification: what a route is, needs and does.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    let method: HTTPRequest.Method
    /// Below `/api`. A thing's id has one name wherever it is part of a path.
    let path: String
    let scope: Scope
    /// Which requests of a user are counted with this one's; `nil` counts it with all of its address only.
    let limit: RateLimits.Policy?
    let handler: Handler

    init(
        method: HTTPRequest.Method, path: String, scope: Scope, limit: RateLimits.Policy? = nil,
        handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.scope = scope
        self.limit = limit ?? scope.limit
        self.handler = handler
    }

    static func get(_ path: String, _ scope: Scope = .read, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, path: path, scope: scope, handler: handler)
    }

    static func post(
        _ path: String, _ scope: Scope, limit: RateLimits.Policy? = nil, use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(method: .post, path: path, scope: scope, limit: limit, handler: handler)
    }

    static func patch(_ path: String, _ scope: Scope = .write, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .patch, path: path, scope: scope, handler: handler)
    }

    static func delete(_ path: String, _ scope: Scope = .write, use handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .delete, path: path, scope: scope, handler: handler)
    }
}

extension RouterMethods where Context == APIContext {
    func add(_ endpoint: Endpoint, _ limiter: RateLimiter, _ idempotent: IdempotentCall) {
        on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
            try context.caller.require(endpoint.scope)
            return try await idempotent.handle(request, context) { request, context in
                let standing = endpoint.limit.flatMap { limiter.take($0, of: context.caller.user.text) }
                try standing?.check()
                var response = try await endpoint.handler(request, context)
                standing?.add(to: &response.headers)
                return response
            }
        }
    }
}

extension Scope {
    /// How requests that need it are counted.
    var limit: RateLimits.Policy? {
        switch self {
        case .read: nil
        case .write: .write
        case .deploy: .deploy
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
