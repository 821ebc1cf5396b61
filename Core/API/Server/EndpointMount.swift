import Hummingbird
import Platform

/// Adds endpoints to a router with what applies to all of them: authorization, rate limits, idempotency and caching.
struct EndpointMount: Sendable {
    let limiter: RateLimiter
    let idempotent: IdempotentCall
    let cache: ResponseCache
    let states: ResourceStates
    let feed: ProjectFeed
    /// Of a server that does not lead: where it has its changes known in place of ``feed``.
    let sharedFeed: SharedFeed?

    func add<Routes: RouterMethods<RootContext>>(_ endpoint: Endpoint<RootContext>, to routes: Routes) {
        let operation = endpoint.operation
        routes.on(RouterPath(operation.path), method: operation.method) { request, context in
            try await limited(operation, context) {
                try StrictHandling.checkQuery(of: request, for: operation)
                return try await tagged(operation, request) { try await endpoint.handler(request, context) }
            }
        }
    }

    /// - Parameter routes: Those below `/api`.
    func add<Routes: RouterMethods<APIContext>>(_ endpoint: Endpoint<APIContext>, to routes: Routes) {
        let operation = endpoint.operation
        let resource = operation.resource
        let hasEntityTag = operation.hasEntityTag
        let path = RouterPath(String(operation.path.dropFirst("/api/".count)))
        routes.on(path, method: operation.method) { request, context in
            if let scope = operation.access.scope { try context.caller.require(scope) }
            // Here, too, and not only in the use case: a stored response is sent without it.
            if case .session(let role, _) = operation.access { try context.caller.requireSession(role) }
            try StrictHandling.checkQuery(of: request, for: operation)
            @Sendable func execute(_ request: Request, _ context: APIContext) async throws -> Response {
                try await limited(operation, context) {
                    guard operation.method == .get else {
                        guard operation.isChange, let known = FeedChange(request, context) else {
                            return try await change(resource, by: endpoint, request, context)
                        }
                        return try await telling(known, in: context.caller.project) {
                            try await change(resource, by: endpoint, request, context)
                        }
                    }
                    guard hasEntityTag else { return try await endpoint.handler(request, context) }
                    return try await tagged(resource, by: endpoint, request, context)
                }
            }
            if endpoint.handlesIdempotencyKey { return try await execute(request, context) }
            return try await idempotent.handle(
                request, context, onceShown: endpoint.onceShown, isRepeatable: endpoint.isRepeatable, execute)
        }
    }

    /// Reads a resource, or a list, whose response has a tag.
    private func tagged(
        _ resource: OperationSpec.Resource?, by endpoint: Endpoint<APIContext>, _ request: Request,
        _ context: APIContext
    ) async throws -> Response {
        @Sendable func state() async throws -> ResourceState? {
            guard let resource else { return nil }
            return try await states.get(resource.name(in: context), for: context.caller)
        }
        @Sendable func read() async throws -> Response {
            if let resource, resource.kind.isReadAtOnce {
                let (response, state) = try await states.reading(resource.name(in: context), for: context.caller) {
                    try await endpoint.handler(request, context)
                }
                return try await response.withEntityTag(state)
            }
            // Before the read: a tag that is too old is refused, one that is too new would allow too much.
            let before = try await state()
            let response = try await endpoint.handler(request, context)
            guard resource?.kind == .run else { return try await response.withEntityTag(before) }
            // A run is asked for at its provider: where that has changed it, the tag of before is refused at once.
            let now = try await state()
            guard now != before else { return try await response.withEntityTag(before) }
            return try await endpoint.handler(request, context).withEntityTag(now)
        }
        let response =
            endpoint.isCached
            ? try await cache.response(to: request, of: context.caller, make: read) : try await read()
        return response.notModified(for: request)
    }

    /// Makes a change, if the request's conditions hold.
    private func change(
        _ resource: OperationSpec.Resource?, by endpoint: Endpoint<APIContext>, _ request: Request,
        _ context: APIContext
    ) async throws -> Response {
        let conditions = WriteConditions(request)
        guard let resource else {
            try conditions.checkWithoutResource()
            return try await endpoint.handler(request, context)
        }
        // The state costs three reads, two of them in the transaction of the change: a trigger without conditions needs none.
        guard !conditions.isEmpty || endpoint.operation.changesResource else {
            return try await endpoint.handler(request, context)
        }
        let name = try resource.name(in: context)
        let changed: (result: Response, state: ResourceState?)
        do {
            changed = try await states.change(name, for: context.caller, check: conditions.check) {
                try await endpoint.handler(request, context)
            }
        } catch let error as PlatformError where error.kind == .preconditionFailed && endpoint.current != nil {
            throw try await outdated(error, name, endpoint, request, context)
        }
        var response = changed.result
        // That of what a PATCH or PUT has made of the resource, so that the client can change it again.
        if let state = changed.state, endpoint.operation.changesResource {
            response.headers[.eTag] = "W/\"\(state.text)\""
        }
        return response
    }

    /// A refused change, with the resource that it was refused for.
    private func outdated(
        _ error: PlatformError, _ name: ResourceName, _ endpoint: Endpoint<APIContext>, _ request: Request,
        _ context: APIContext
    ) async throws -> OutdatedChange {
        // Before the read: a tag that is too old is refused again, one that is too new would allow too much.
        let state = try await states.get(name, for: context.caller)
        guard let state, state.isSet else { return OutdatedChange(error: error, current: nil, state: nil) }
        do {
            return OutdatedChange(error: error, current: try await endpoint.current?(request, context), state: state)
        } catch let missing as PlatformError where missing.kind == .notFound {
            return OutdatedChange(error: error, current: nil, state: nil)
        }
    }

    /// Makes a change, and has it known to whoever follows the project.
    private func telling(
        _ known: FeedChange, in project: ProjectID, _ change: () async throws -> Response
    ) async throws -> Response {
        if let sharedFeed { return try await sharedFeed.noting(known, in: project, change) }
        let response = try await change()
        feed.publish(.changed(known), in: project)
        return response
    }

    /// Counts the request, and reports what is left of the limit.
    private func limited(
        _ operation: OperationSpec, _ context: some EndpointContext, _ respond: () async throws -> Response
    ) async throws -> Response {
        let status = try await limiter.count(operation.limit, of: context.rateLimitKey)
        try status?.check()
        var response: Response
        do { response = try await respond() } catch let error as PlatformError where error.isRefusal {
            // Nothing was deployed, triggered or controlled.
            if let policy = status?.policy, policy == .deploy || policy == .run {
                await limiter.refund(policy, of: context.rateLimitKey)
            }
            throw error
        }
        status?.add(to: &response.headers)
        return response
    }

    private func tagged(
        _ operation: OperationSpec, _ request: Request, _ respond: () async throws -> Response
    ) async throws -> Response {
        let response = try await respond()
        return operation.hasEntityTag ? try await response.withEntityTag().notModified(for: request) : response
    }
}

extension PlatformError {
    /// Whether the request was refused before anything was done.
    fileprivate var isRefusal: Bool { [.invalid, .conflict, .notFound, .preconditionFailed].contains(kind) }
}

extension FeedChange {
    /// - Returns: `nil` for a path that is too long to name anything.
    fileprivate init?(_ request: Request, _ context: APIContext) {
        guard request.uri.path.utf8.count <= 512 else { return nil }
        self.init(path: request.uri.path, requestID: context.requestID)
    }
}

extension ResourceKind {
    /// Whether everything that a response shows of it is of its first read.
    fileprivate var isReadAtOnce: Bool {
        switch self {
        case .workflow, .draft, .layout, .version, .deployment, .project, .variable, .webhook: true
        case .deployConfig, .run, .runJob, .connection, .credential, .apiKey, .member, .organization, .invitation: false
        }
    }
}

extension OperationSpec.Resource {
    fileprivate func name(in context: APIContext) throws -> ResourceName {
        ResourceName(kind, try parameters.map { try context.parameters.require($0) })
    }
}
