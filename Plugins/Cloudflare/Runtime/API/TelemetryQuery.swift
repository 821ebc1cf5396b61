import JSON

/// Which events of a Worker are read.
struct TelemetryQuery: Sendable {
    let service: String
    /// Milliseconds since 1970.
    let from: Int
    let to: Int
    /// Whether runs of its workflow are left out.
    var omitsRuns = false
    var limit = 200

    /// `TelemetryQueryParams` of the vendor's client; `dry` keeps no result at Cloudflare.
    var body: JSONValue {
        func filter(_ key: String, _ operation: String, _ value: String) -> JSONValue {
            ["key": .string(key), "operation": .string(operation), "type": "string", "value": .string(value)]
        }
        var filters = [filter("$metadata.service", "eq", service)]
        if omitsRuns { filters.append(filter("$workers.eventType", "neq", "workflow")) }
        return [
            "queryId": "millrace", "view": "events", "dry": true, "limit": .int(limit),
            "timeframe": ["from": .int(from), "to": .int(to)],
            "parameters": ["datasets": [], "filterCombination": "and", "filters": .array(filters)],
        ]
    }
}
