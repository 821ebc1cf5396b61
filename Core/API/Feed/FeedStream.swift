import Hummingbird
import Platform

/// Events of a project, as server-sent events.
struct FeedStream: Sendable {
    let feed: ProjectFeed
    let events: AsyncStream<FeedEvent>
    let access: StreamAccess
    let includes: @Sendable (FeedEvent.Content) -> Bool

    fileprivate var response: Response {
        .liveEvents(while: access) { send in
            for await event in events where includes(event.content) {
                let data = try FeedMessage.shape.json(FeedMessage(content: event.content)).text
                send("event: \(event.content.name)\nid: \(feed.place(of: event))\ndata: \(data)\n\n")
            }
        }
    }
}

extension ResponseShape where Value == FeedStream {
    static var feed: ResponseShape {
        ResponseShape(specs: [.events(FeedMessage.shape.schema, "Events as they happen.")]) { $0.response }
    }
}
