import Hummingbird
import Platform

/// One row of the REST specification: what a route is, needs, takes, gives and does.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    /// Its path is below `/api`. A thing's id has one name wherever it is part of a path.
    var operation: Operation
    /// Whether it sees itself to requests that are sent again under one `Idempotency-Key`.
    private(set) var seesToRepetitions = false
    let handler: Handler
    /// Its answers may be kept until something is written.
    private(set) var isKept = false

    init(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ summary: String, notes: String = "",
        limit: RateLimits.Policy? = nil, query: [Parameter] = [], takes: Schema? = nil, gives: [Answer],
        failures: [Failure] = [], use handler: @escaping Handler
    ) {
        operation = Operation(
            method: method, path: "/api/\(path)", summary: summary, notes: notes, access: .scope(scope), query: query,
            takes: takes, gives: gives, failures: failures, limit: limit ?? scope.limit)
        self.handler = handler
    }

    static func get(
        _ path: String, _ summary: String, notes: String = "", query: [Parameter] = [], gives: Answer...,
        failures: [Failure] = [], use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            .get, path, .read, summary, notes: notes, query: query, gives: gives, failures: failures, use: handler)
    }

    static func post(
        _ path: String, _ scope: Scope, _ summary: String, notes: String = "", limit: RateLimits.Policy? = nil,
        query: [Parameter] = [], takes: Schema? = nil, gives: Answer..., failures: [Failure] = [],
        use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            .post, path, scope, summary, notes: notes, limit: limit, query: query, takes: takes, gives: gives,
            failures: failures, use: handler)
    }

    static func put(
        _ path: String, _ summary: String, notes: String = "", takes: Schema, gives: Answer...,
        failures: [Failure] = [], use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            .put, path, .write, summary, notes: notes, takes: takes, gives: gives, failures: failures, use: handler)
    }

    static func patch(
        _ path: String, _ summary: String, notes: String = "", takes: Schema, gives: Answer...,
        failures: [Failure] = [], use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(
            .patch, path, .write, summary, notes: notes, takes: takes, gives: gives, failures: failures, use: handler)
    }

    static func delete(
        _ path: String, _ summary: String, notes: String = "", failures: [Failure] = [],
        use handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(.delete, path, .write, summary, notes: notes, gives: [.noContent], failures: failures, use: handler)
    }

    /// For people who are signed in, not for keys; the use case sees to it.
    func inSession(_ role: Role = .member) -> Endpoint {
        var endpoint = self
        endpoint.operation.access = .session(role, operation.access.scope ?? .read)
        return endpoint
    }

    /// For reads that ask nobody but the database, and say the same to everyone in a project.
    var kept: Endpoint {
        var endpoint = self
        endpoint.isKept = true
        endpoint.operation.hasEntityTag = true
        return endpoint
    }

    /// An endpoint whose response is a stream, which cannot be stored.
    var withRepetitionsOfItsOwn: Endpoint {
        var endpoint = self
        endpoint.seesToRepetitions = true
        return endpoint
    }

    /// What the document has in another way.
    var unlisted: Endpoint {
        var endpoint = self
        endpoint.operation.isListed = false
        return endpoint
    }
}

/// An endpoint that needs nobody to be known.
struct OpenEndpoint: Sendable {
    typealias Handler = @Sendable (Request, RootContext) async throws -> Response

    var operation: Operation
    let handler: Handler
}

extension OpenEndpoint {
    /// - Parameter path: From the root.
    init(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, notes: String = "",
        access: Operation.Access = .open, limit: RateLimits.Policy? = nil, query: [Parameter] = [],
        takes: Schema? = nil, gives: Answer..., failures: [Failure] = [], use handler: @escaping Handler
    ) {
        operation = Operation(
            method: method, path: path, summary: summary, notes: notes, access: access, query: query, takes: takes,
            gives: gives, failures: failures, limit: limit)
        self.handler = handler
    }
}

extension OpenEndpoint {
    /// One that gives its answers tags.
    var withEntityTag: OpenEndpoint {
        var endpoint = self
        endpoint.operation.hasEntityTag = true
        return endpoint
    }

    /// What the document is not to have.
    var unlisted: OpenEndpoint {
        var endpoint = self
        endpoint.operation.isListed = false
        return endpoint
    }
}

extension [Endpoint] {
    /// Under which heading the document has them.
    func tagged(_ tag: String) -> [Endpoint] {
        map { endpoint in
            var endpoint = endpoint
            endpoint.operation.tag = tag
            return endpoint
        }
    }
}

extension [OpenEndpoint] {
    func tagged(_ tag: String) -> [OpenEndpoint] {
        map { endpoint in
            var endpoint = endpoint
            endpoint.operation.tag = tag
            return endpoint
        }
    }
}

extension RouterMethods where Context == APIContext {
    func add(
        _ endpoint: Endpoint, _ limiter: RateLimiter, _ idempotent: IdempotentCall, _ answers: KeptAnswers
    ) {
        let operation = endpoint.operation
        on(RouterPath(String(operation.path.dropFirst("/api/".count))), method: operation.method) { request, context in
            if let scope = operation.access.scope { try context.caller.require(scope) }
            // Here, too, and not only where it is carried out: a repeated request is answered without that.
            if case .session(let role, _) = operation.access { try context.caller.requireSession(role) }
            var context = context
            context.takes = operation.takes
            func carryOut(_ request: Request, _ context: APIContext) async throws -> Response {
                let standing = operation.limit.flatMap { limiter.take($0, of: context.caller.user.text) }
                try standing?.check()
                var response =
                    endpoint.isKept
                    ? try await answers.answer(request, of: context.caller) {
                        try await endpoint.handler(request, context).withEntityTag()
                    }.unlessHad(by: request) : try await endpoint.handler(request, context)
                standing?.add(to: &response.headers)
                return response
            }
            if endpoint.seesToRepetitions { return try await carryOut(request, context) }
            return try await idempotent.handle(request, context, carryOut)
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
