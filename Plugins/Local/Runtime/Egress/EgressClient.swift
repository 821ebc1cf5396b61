import JSON
import NIOCore

/// A program's connection to the proxy.
struct EgressClient: ~Copyable {
    /// In which a program reads a response and closes, after the proxy has nothing more to send.
    private static let closeDelay = TimeAmount.seconds(5)
    /// Marks responses that are the proxy's own; it is removed from others.
    private static let marker = "X-Millrace-Egress"
    private static let hop: Set<String> = [
        marker.lowercased(), "connection", "keep-alive", "proxy-connection", "proxy-authenticate",
    ]

    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    /// What came, and then what came behind the head.
    private var received = MessageBuffer()

    init(_ channel: any Channel, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
    }

    /// `nil` when the program closes before.
    mutating func readHead() async throws -> MessageHead? {
        while let piece = try await inbound.next() {
            received.append(piece.readableBytesView)
            if let head = try received.takeHead() { return head }
        }
        return nil
    }

    mutating func refuse(_ failure: EgressFailure) async throws {
        try await answer(failure.status, failure.json, ["\(Self.marker): \(failure.kind.rawValue)"])
    }

    mutating func explain(_ failure: EgressFailure?) async throws {
        try await answer("200 OK", failure?.json ?? .null, [])
    }

    private mutating func answer(_ status: String, _ body: JSONValue, _ headers: [String]) async throws {
        let bytes = body.bytes
        let lines =
            ["HTTP/1.1 \(status)"] + headers + [
                "Content-Type: application/json", "Content-Length: \(bytes.count)", "Connection: close", "", "",
            ]
        try await channel.writeAndFlush(ByteBuffer(bytes: Array(lines.joined(separator: "\r\n").utf8) + bytes)).get()
        Self.closeGracefully(channel)
        // A connection that is closed with something unread loses what was sent.
        while try await inbound.next() != nil {}
    }

    /// Connects to a target and passes on what both sides send, until one closes.
    /// - Parameter head: Of a request to send; `nil`: of a tunnel.
    mutating func relay(
        _ target: EgressTarget, _ head: MessageHead?, _ tenant: EgressTenant, _ connector: EgressConnector
    ) async throws {
        do {
            try tenant.open()
            defer { tenant.close() }
            let origin = try await connector.connect(to: target)
            try await origin.executeThenClose { responses, _ in
                let idle = EgressIdleLimit(on: origin.channel.eventLoop, time: tenant.idleTime) {
                    [channel, origin = origin.channel] in
                    tenant.ended(target)
                    origin.close(promise: nil)
                    channel.close(promise: nil)
                }
                defer { idle.stop() }
                try await relay(head, origin.channel, responses, idle)
            }
        } catch let failure as EgressFailure {
            tenant.note(failure, of: target)
            throw failure
        }
    }

    private mutating func relay(
        _ head: MessageHead?, _ origin: any Channel, _ responses: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ idle: EgressIdleLimit
    ) async throws {
        let channel = channel
        if let head {
            try await origin.writeAndFlush(ByteBuffer(bytes: head.bytes + received.bytes)).get()
        } else {
            try await channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")).get()
            if !received.bytes.isEmpty { try await origin.writeAndFlush(ByteBuffer(bytes: received.bytes)).get() }
        }
        async let answers: Void = Self.passOn(responses, to: channel, isResponse: head != nil, idle)
        do {
            while let piece = try await inbound.next() {
                idle.sent()
                try await origin.writeAndFlush(piece).get()
            }
        } catch {
            // The other direction ends too, with what it has left.
        }
        origin.close(promise: nil)
        await answers
    }

    private static func passOn(
        _ responses: NIOAsyncChannelInboundStream<ByteBuffer>, to client: any Channel, isResponse: Bool,
        _ idle: EgressIdleLimit
    ) async {
        do {
            var heads = MessageBuffer()
            var isPassedOn = !isResponse
            for try await piece in responses {
                idle.sent()
                guard !isPassedOn else {
                    try await client.writeAndFlush(piece).get()
                    continue
                }
                heads.append(piece.readableBytesView)
                let (bytes, isFinal) = try final(&heads)
                isPassedOn = isFinal
                if !bytes.isEmpty { try await client.writeAndFlush(ByteBuffer(bytes: bytes)).get() }
            }
        } catch {
            // Either side is gone.
        }
        closeGracefully(client)
    }

    /// Heads of interim responses as they are, the final one without what is not for the program.
    /// - Returns: What can be sent, and whether it has the final head, behind which everything is passed on.
    private static func final(_ received: inout MessageBuffer) throws(EgressFailure) -> (sent: [UInt8], Bool) {
        var sent: [UInt8] = []
        while var head = try received.takeHead() {
            let status = head.line.split(separator: " ").dropFirst().first ?? ""
            if status.hasPrefix("1"), status != "101" {
                sent += head.bytes
                continue
            }
            if status != "101" {
                head.remove(hop)
                head.add("Connection", "close")
            } else {
                head.remove([marker.lowercased()])
            }
            return (sent + head.bytes + received.bytes, true)
        }
        return (sent, false)
    }

    private static func closeGracefully(_ channel: any Channel) {
        channel.close(mode: .output, promise: nil)
        channel.eventLoop.scheduleTask(in: closeDelay) { channel.close(promise: nil) }
    }
}
