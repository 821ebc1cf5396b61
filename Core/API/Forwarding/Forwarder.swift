import AsyncHTTPClient
import Hummingbird
import Metrics
import NIOCore
import Platform

/// Sends requests on to the server that leads. One that may have been executed is never sent twice.
struct Forwarder: Sendable {
    /// What this server does with a request.
    enum Answer: Sendable {
        case response(Response)
        /// It leads now, and nothing of the request, which is this, has been sent.
        case own(Request)
    }

    let watch: LeaderWatch
    /// For which a request waits for a server that leads.
    let patience: Duration
    private let waiting = WaitingCount()
    private let counters: [String: Counter]

    /// Bytes of a body that is read before it is sent, so that the request can wait for the next server that leads. A larger one
    /// is sent as it arrives.
    private static let smallBody: Int64 = 64 << 10

    private static let pause = Duration.milliseconds(50)

    init(watch: LeaderWatch, patience: Duration, metrics: any MetricsFactory) {
        self.watch = watch
        self.patience = patience
        counters = Dictionary(
            uniqueKeysWithValues: ["answered", "shared", "own", "noLeader", "lost"].map { outcome in
                (
                    outcome,
                    Counter(
                        label: "millrace_forwarded_requests_total", dimensions: [("outcome", outcome)],
                        factory: metrics)
                )
            })
    }

    /// Counts a request that is executed here and not forwarded.
    func noteShared() { counters["shared"]?.increment() }

    /// - Throws: ``ForwardingError``, or what is wrong with the body that the client sends.
    func forward(_ request: Request, _ context: RootContext) async throws -> Answer {
        var request = request
        var small: ByteBuffer?
        if let length = Self.length(of: request), (1...Self.smallBody).contains(length) {
            small = try await request.collectBody(upTo: Int(Self.smallBody))
        }
        let body = ClientBody(request.body)
        do {
            let sent = small.map { .bytes($0) } ?? Self.body(of: request, body)
            let answer = try await forward(request, body, sent, context)
            switch answer {
            case .own: counters["own"]?.increment()
            case .response: counters["answered"]?.increment()
            }
            return answer
        } catch {
            await body.stop()
            if let error = error as? ForwardingError { counters[error == .lost ? "lost" : "noLeader"]?.increment() }
            throw error
        }
    }

    private func forward(
        _ request: Request, _ body: ClientBody, _ sent: HTTPClientRequest.Body?, _ context: RootContext
    ) async throws -> Answer {
        guard let target = RequestTarget.text(of: request) else { throw ForwardingError.target }
        var head = request.head
        head.headerFields[RequestIdentity.field] = context.requestID
        let end = ContinuousClock.now + patience
        var waits: WaitingCount.Place?
        defer { waits?.leave() }
        while true {
            if let connection = watch.proved {
                switch await connection.send(head, target: target, for: context.client, body: sent) {
                case .response(let upstream, let fields):
                    let response = ForwardedResponse(
                        upstream: upstream, fields: fields, sent: body, channel: context.channel)
                    return .response(await response.response(to: request.method))
                case .notSent: watch.unreachable(connection.leader)
                case .refused: watch.refused(by: connection.leader)
                case .lost:
                    if let failure = body.failure { throw failure }
                    watch.unreachable(connection.leader)
                    guard request.method.isSafe, !body.hasBegun else { throw ForwardingError.lost }
                }
            } else if watch.leadership == .own, !body.hasBegun {
                return .own(request)
            }
            guard !body.hasBegun, .now < end else { throw ForwardingError.noLeader }
            if waits == nil { waits = waiting.enter() }
            guard waits != nil else { throw ForwardingError.noLeader }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: `nil` when it is not declared.
    private static func length(of request: Request) -> Int64? {
        request.headers[.contentLength].flatMap { Int64($0) }
    }

    /// - Returns: `nil` for a request without one.
    private static func body(of request: Request, _ body: ClientBody) -> HTTPClientRequest.Body? {
        let length = length(of: request)
        guard request.headers[.transferEncoding] != nil || (length ?? 0) > 0 else { return nil }
        return .stream(body.bytes, length: length.map { .known($0) } ?? .unknown)
    }
}

extension HTTPRequest.Method {
    /// RFC 9110, section 9.2.1.
    fileprivate var isSafe: Bool { self == .get || self == .head || self == .options }
}
