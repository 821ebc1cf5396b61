import Hummingbird
import Platform
import PluginMessages

/// A run, as server-sent events.
struct RunStream: Sendable {
    let follower: RunFollower
    let place: RunPosition?
    let access: StreamAccess

    fileprivate var response: Response {
        .liveEvents(while: access) { send in
            do {
                try await follower.follow(after: place) { update, place in
                    let (name, data) =
                        switch update {
                        case .run(let run): ("run", try Run.shape.json(run))
                        case .step(let step): ("step", try RunStep.shape.json(step))
                        }
                    send("event: \(name)\nid: \(place.text)\ndata: \(data.text)\n\n")
                }
            } catch is PlatformError {
                // The run was deleted, or its provider is not there: a client that connects again is told.
            }
        }
    }
}

extension ResponseShape where Value == RunStream {
    static var run: ResponseShape {
        ResponseShape(
            specs: [
                .events(
                    .any(of: [Run.shape.schema, RunStep.shape.schema]).named("RunChange"),
                    "The current state of the run, then its changes.")
            ]
        ) { $0.response }
    }
}
