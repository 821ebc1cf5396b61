import Hummingbird

/// One call of the API.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Answer

    let method: HTTPRequest.Method
    let pattern: PathPattern
    /// `nil`: any valid token may call it.
    let permission: Permission?
    let respond: Handler

    init(_ method: HTTPRequest.Method, _ path: String, _ permission: Permission?, _ respond: @escaping Handler) {
        self.method = method
        pattern = PathPattern(path)
        self.permission = permission
        self.respond = respond
    }
}

/// The endpoints of a resource.
protocol EndpointGroup: Sendable {
    var endpoints: [Endpoint] { get }
}

/// A permission group of Cloudflare's tokens.
struct Permission: Sendable {
    let group: String
    let isWrite: Bool

    static func read(_ group: String) -> Permission { Permission(group: group, isWrite: false) }
    static func write(_ group: String) -> Permission { Permission(group: group, isWrite: true) }
}
