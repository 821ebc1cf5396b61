import JSON
import Values

extension StepRequest {
    init(_ reader: JSONReader) throws(JSONMismatch) {
        let work: Work
        switch try reader.text("kind", MessageSizes.word) {
        case "do":
            work = .attempts(
                RetryPolicy(
                    limit: try reader.int("limit"), delay: try reader.length("delay"),
                    backoff: try reader.named("backoff")
                ))
        case "sleep":
            if reader.object["length"] != nil {
                work = .pause(length: try reader.length("length"))
            } else {
                work = .sleep(until: try reader.date("until"))
            }
        case "wait":
            work = .wait(event: try reader.text("event", MessageSizes.word), timeout: try reader.length("timeout"))
        case let kind: throw reader.mismatch("kind", "is unknown: \(kind)")
        }
        self.init(
            call: try reader.int("call"), key: try reader.text("key", MessageSizes.key),
            name: try reader.text("name", MessageSizes.name), work: work,
            child: try reader.optionalText("child", MessageSizes.name))
    }
}

extension JSONReader {
    /// A century is beyond any use, and keeps sums of times in range.
    fileprivate func length(_ name: String) throws(JSONMismatch) -> Duration {
        .milliseconds(min(max(try int(name), 0), 3_155_760_000_000))
    }

    /// As far as JavaScript has dates.
    fileprivate func date(_ name: String) throws(JSONMismatch) -> Timestamp {
        Timestamp(number: min(max(try int(name), -8_640_000_000_000_000), 8_640_000_000_000_000))
    }
}
