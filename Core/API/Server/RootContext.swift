import Hummingbird
import NIOCore
import Platform
import PluginHost

/// The context of every request.
struct RootContext: EndpointContext {
    var coreContext: CoreRequestContextStorage
    /// The client's `X-Request-Id`, or one of our own.
    var requestID: String
    /// What the request is a part of.
    var trace: TraceContext?
    /// `nil` when no line is written about the request.
    var trail: RequestTrail?
    /// Bytes that a body may have.
    var bodyLimit: Int
    /// The address that the request comes from.
    var client: String
    /// Whether another server of the installation forwarded the request, and vouches for ``client``.
    var isForwarded = false
    /// The connection; its other end is ``client`` or a proxy.
    let channel: any Channel
    /// `nil` before authentication.
    var caller: Caller?

    var rateLimitKey: String { ClientAddress(client).network }

    init(source: Source) {
        coreContext = .init(source: source)
        requestID = ""
        bodyLimit = 0
        channel = source.channel
        client = ClientAddress(source.channel.remoteAddress?.ipAddress ?? "unknown").text
    }
}
