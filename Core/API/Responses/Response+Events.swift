import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

extension Response {
    /// The silence after which a comment keeps proxies from closing the connection.
    private static let silence = Duration.seconds(15)

    /// Of a stream without an end of its own.
    private static let longestLife = Duration.seconds(600)
    /// Events that a client may be behind; one that is further behind connects again.
    private static let mostWaiting = 4_096

    /// Server-sent events, until there are no more.
    /// - Parameters:
    ///   - access: Whose stream it is: it ends within seconds once they may not follow it any more.
    ///   - text: The lines of an event, with the empty one at its end.
    static func events<Event: Sendable>(
        _ events: AsyncStream<Event>, while access: StreamAccess, headers: HTTPFields,
        text: @escaping @Sendable (Event) throws -> String
    ) -> Response {
        self.events(headers: headers) { send in
            try await access.whileOpen {
                for await event in events { send(try text(event)) }
            }
        }
    }

    /// Events of a stream without an end of its own: it ends after a while, and when the server stops, and clients connect
    /// again with `Last-Event-ID`.
    /// - Parameter access: Whose stream it is: it ends within seconds once they may not follow it any more.
    static func liveEvents(
        while access: StreamAccess,
        produce: @escaping @Sendable (_ send: @escaping @Sendable (String) -> Void) async throws -> Void
    ) -> Response {
        events { send in
            // So that a client that waits for the first event knows that it is connected.
            send("retry: 2000\n\n")
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await access.whileOpen { try await produce(send) } }
                    group.addTask { try await Task.sleep(for: longestLife) }
                    try await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    /// - Parameter produce: Sends lines of events, with the empty one at the end of each, and returns at the end.
    private static func events(
        headers: HTTPFields = [:],
        produce: @escaping @Sendable (_ send: @escaping @Sendable (String) -> Void) async throws -> Void
    ) -> Response {
        var fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        fields.append(contentsOf: headers)
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                let (texts, sink) = AsyncStream.makeStream(
                    of: String.self, bufferingPolicy: .bufferingOldest(mostWaiting))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { sink.finish() }
                        try await produce { text in
                            if case .dropped = sink.yield(text) { sink.finish() }
                        }
                    }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: silence)
                            sink.yield(": \n\n")
                        }
                    }
                    for await text in texts { try await writer.write(ByteBuffer(string: text)) }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }
}
