import Hummingbird
import JSON
import Synchronization

/// Requests that a server executes itself while another one leads.
final class SharedRequests: Sendable {
    /// Bytes of a body that is read to find out whose it is. A larger one is the leader's.
    private static let smallBody: Int64 = 64 << 10

    private let operations: SharedOperations
    private let responder: any HTTPResponder<RootContext>
    private let hasProviders = Mutex(false)

    init(_ server: APIServer) {
        operations = SharedOperations(server.operations)
        responder = server.router().buildResponder()
    }

    /// - Parameter isComplete: Whether this server has loaded all providers that the database names.
    func note(hasProviders isComplete: Bool) { hasProviders.withLock { $0 = isComplete } }

    /// Whether a request is this server's to execute.
    /// - Parameter request: Its body may be read, and is whole again afterwards.
    func isOwn(_ request: inout Request) async throws -> Bool {
        let path = PathNormalization.normalized(request.uri.path) ?? request.uri.path
        guard let condition = operations.condition(of: request.method, at: path),
            !condition.needsProviders || hasProviders.withLock({ $0 })
        else { return false }
        guard !condition.withoutMembers.isEmpty else { return true }
        guard request.headers[.contentEncoding] == nil,
            let length = request.headers[.contentLength].flatMap({ Int64($0) }), (1...Self.smallBody).contains(length)
        else { return false }
        let body = try await request.collectBody(upTo: Int(Self.smallBody))
        guard let object = try? JSONValue(parsing: body.readableBytesView).object else { return false }
        return condition.withoutMembers.allSatisfy { object[$0] == nil }
    }

    func respond(to request: Request, context: RootContext) async throws -> Response {
        try await responder.respond(to: request, context: context)
    }
}
