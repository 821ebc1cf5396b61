import JSON
import PluginMessages
import Storage

/// A member of a filter as the API has it: requests, their schema, responses and the audit log come from ``all``.
package struct RunFilterMember: Sendable {
    package typealias Path<Value> = any WritableKeyPath<RunJobFilter, Value?> & Sendable

    /// Where its value is in a filter; the type of the value is that of the member.
    package enum Value: Sendable {
        case id(Path<String>)
        case ids(Path<[String]>)
        case statuses(Path<[RunStatus]>)
        /// RFC 3339.
        case time(Path<Int64>)
    }

    package let name: String
    package let value: Value
    /// One sentence.
    package let description: String

    private init(_ name: String, _ value: Value, _ description: String) {
        self.name = name
        self.value = value
        self.description = description
    }

    package static let all = [
        RunFilterMember("workflowId", .id(\.workflow), "Runs of this workflow."),
        RunFilterMember("versionId", .id(\.version), "Runs of this version."),
        RunFilterMember("connectionId", .id(\.connection), "Runs on this connection."),
        RunFilterMember(
            "status", .statuses(\.statuses),
            "If omitted, the statuses that the action applies to; for `restart`, `errored`."),
        RunFilterMember("createdAfter", .time(\.createdAfter), "Runs that began at this time or later."),
        RunFilterMember("createdBefore", .time(\.createdBefore), "Runs that began before this time."),
        RunFilterMember("endedBefore", .time(\.endedBefore), "Runs that ended before this time."),
        RunFilterMember("runIds", .ids(\.runs), "These runs."),
    ]

    /// The member of a filter; `nil` for one that the filter does not have.
    fileprivate func json(of filter: RunJobFilter) -> JSONValue? {
        switch value {
        case .id(let path): filter[keyPath: path].map(JSONValue.string)
        case .ids(let path): filter[keyPath: path].map { .array($0.map(JSONValue.string)) }
        case .statuses(let path): filter[keyPath: path].map { .array($0.map { .string($0.rawValue) }) }
        case .time(let path): filter[keyPath: path].map { .string(Timestamp(milliseconds: $0).iso8601) }
        }
    }

    /// Sets the member of a filter; a value that the schema does not allow leaves it out.
    fileprivate func set(_ json: JSONValue?, in filter: inout RunJobFilter) {
        switch value {
        case .id(let path): filter[keyPath: path] = json?.string
        case .ids(let path): filter[keyPath: path] = json?.array?.compactMap(\.string)
        case .statuses(let path):
            // Each once: a request can repeat one thousands of times, and each is an argument of the query.
            filter[keyPath: path] = json?.array?.reduce(into: [RunStatus]()) { statuses, word in
                guard let status = word.string.flatMap(RunStatus.init(rawValue:)), !statuses.contains(status) else {
                    return
                }
                statuses.append(status)
            }
        case .time(let path):
            filter[keyPath: path] = json?.string.flatMap(Timestamp.init(rfc3339:))?.milliseconds
        }
    }
}

extension RunJobFilter {
    /// - Parameter json: As a request has it, checked against the schema.
    package init(json: JSONObject) {
        for member in RunFilterMember.all { member.set(json[member.name], in: &self) }
    }

    /// As the API shows it.
    package var json: JSONValue {
        let members = RunFilterMember.all.compactMap { member in member.json(of: self).map { (member.name, $0) } }
        return .object(JSONObject(members))
    }
}
