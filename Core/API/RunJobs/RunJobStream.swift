import Hummingbird
import Platform

/// The progress of a job, as server-sent events.
struct RunJobStream: Sendable {
    let jobs: AsyncStream<RunJob>
    let access: StreamAccess

    fileprivate var response: Response {
        .liveEvents(while: access) { send in
            for await job in jobs {
                let name = job.status == .running ? "progress" : "result"
                send("event: \(name)\ndata: \(try RunJob.shape.json(job).text)\n\n")
            }
        }
    }
}

extension ResponseShape where Value == RunJobStream {
    static func jobEvents(_ note: String) -> ResponseShape {
        ResponseShape(specs: [.events(RunJob.shape.schema, note)]) { $0.response }
    }
}
