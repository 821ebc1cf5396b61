import Hummingbird
import JSON
import Platform

/// A route of the API: its entry in the OpenAPI document and its handler.
struct Endpoint<Context: EndpointContext>: Sendable {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    private(set) var operation: OperationSpec
    /// Whether the handler itself executes requests at most once for each `Idempotency-Key`.
    private(set) var handlesIdempotencyKey = false
    /// Whether a request under an `Idempotency-Key` does nothing twice when it is executed again.
    private(set) var isRepeatable = false
    /// Whether responses are cached until the next write.
    private(set) var isCached = false
    /// A member of the response that is `null` when it is sent again.
    private(set) var onceShown: String?
    /// Reads the resource of a change that its conditions prevent.
    private(set) var current: (@Sendable (Request, Context) async throws -> JSONValue)?
    let handler: Handler

    /// An endpoint whose handler creates the response.
    init(_ operation: OperationSpec, use handler: @escaping Handler) {
        self.operation = operation
        self.handler = handler
    }

    /// An endpoint without a request body.
    init<Value>(
        _ operation: OperationSpec, returns response: ResponseShape<Value>,
        use handler: @escaping @Sendable (Request, Context) async throws -> Value
    ) {
        self.init(operation) { try response.response(await handler($0, $1)) }
        self.operation.responses = response.specs
    }

    /// An endpoint with a request body.
    init<Body: JSONBody, Value>(
        _ operation: OperationSpec, returns response: ResponseShape<Value>,
        use handler: @escaping @Sendable (Body, Request, Context) async throws -> Value
    ) {
        self.init(operation) { request, context in
            let (body, warnings) = try await request.bodyAndWarnings(Body.self, limit: context.bodyLimit)
            let success = try response.response(await handler(body, request, context))
            return warnings.isEmpty ? success : try await success.adding(warnings, as: response.warnings)
        }
        self.operation.body = .json(Body.schema)
        self.operation.isBodyRequired = !Body.isOptional
        self.operation.responses = response.specs
    }

    /// Caches responses until the next write, with an `ETag`: for reads of nothing but the database that are the same for
    /// everyone in a project.
    var cached: Endpoint { withEntityTag.with { $0.isCached = true } }

    /// Sends an `ETag`, and 304 to a client that has the response.
    var withEntityTag: Endpoint { with { $0.operation.isTagged = true } }

    /// The response has a secret that nothing shows again: not the stored response of a retry, either.
    /// - Parameter member: `null` there.
    func showingOnce(_ member: String) -> Endpoint { with { $0.onceShown = member } }

    /// Has a response of 412 contain the resource as it is, so that a client can show both without another request.
    /// - Parameter get: Reads the resource.
    func reportingCurrent<Value>(
        _ shape: Shape<Value>, use get: @escaping @Sendable (Request, Context) async throws -> Value
    ) -> Endpoint {
        with { $0.current = { request, context in try shape.json(await get(request, context)) } }
    }

    /// What a request under an `Idempotency-Key` makes has an id that the key decides: after the server ended within it, a
    /// retry finds it.
    var repeatable: Endpoint { with { $0.isRepeatable = true } }

    /// Leaves the endpoint out of the OpenAPI document.
    var unlisted: Endpoint { with { $0.operation.isListed = false } }

    /// For a response that is a stream, which cannot be stored: the handler reads the body and handles the
    /// `Idempotency-Key` itself.
    func handlingIdempotencyKey(of body: (some JSONBody).Type) -> Endpoint {
        with { endpoint in
            endpoint.handlesIdempotencyKey = true
            endpoint.operation.body = .json(body.schema)
        }
    }

    fileprivate func tagged(_ tag: String) -> Endpoint { with { $0.operation.tag = tag } }

    private func with(_ change: (inout Endpoint) -> Void) -> Endpoint {
        var endpoint = self
        change(&endpoint)
        return endpoint
    }
}

extension Endpoint<APIContext> {
    /// Requires a session of a user with a role; API keys are not accepted.
    func inSession(_ role: Role = .member) -> Endpoint {
        with { $0.operation.access = .session(role, $0.operation.access.scope ?? .read) }
    }
}

extension Array {
    /// The endpoints under a heading of the OpenAPI document.
    func tagged<Context>(_ tag: String) -> [Endpoint<Context>] where Element == Endpoint<Context> {
        map { $0.tagged(tag) }
    }
}
