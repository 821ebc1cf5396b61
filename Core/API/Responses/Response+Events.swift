import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// The silence after which a comment keeps proxies from closing the connection.
    private static let silence = Duration.seconds(15)

    private enum EventStep<Event: Sendable>: Sendable {
        case event(Event)
        case keepAlive
    }

    /// Server-sent events, until there are no more.
    /// - Parameter text: The lines of an event, with the empty one at its end.
    static func events<Event: Sendable>(
        _ events: AsyncStream<Event>, headers: HTTPFields = [:], text: @escaping @Sendable (Event) throws -> String
    ) -> Response {
        var fields: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        fields.append(contentsOf: headers)
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                let (steps, sink) = AsyncStream.makeStream(of: EventStep<Event>.self)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await event in events { sink.yield(.event(event)) }
                        sink.finish()
                    }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: silence)
                            sink.yield(.keepAlive)
                        }
                    }
                    for await step in steps {
                        switch step {
                        case .event(let event): try await writer.write(ByteBuffer(string: try text(event)))
                        case .keepAlive: try await writer.write(ByteBuffer(string: ": \n\n"))
                        }
                    }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }
}
