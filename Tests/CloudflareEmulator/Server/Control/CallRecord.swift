import JSON

/// A call that the emulator saw.
package struct CallRecord: Sendable {
    let number: Int
    let method: String
    /// After `/client/v4`.
    let path: String
    let query: String?
    let startedAt: Moment
    /// Calls that were in work when this one began, itself included.
    let concurrent: Int
    /// Of the answer; `nil` when there is none, or none yet.
    var status: Int?
    var duration: Duration?
    /// The fault that hit it.
    var fault: Int?

    var json: JSONValue {
        .object(
            JSONObject(
                present: ("number", .int(number)), ("method", .string(method)), ("path", .string(path)),
                ("query", query.map(JSONValue.string)), ("startedAt", startedAt.json),
                ("concurrent", .int(concurrent)), ("status", status.map(JSONValue.int)),
                ("milliseconds", duration.map { .number(JSONNumber($0 / .milliseconds(1))) }),
                ("fault", fault.map(JSONValue.int))))
    }
}
