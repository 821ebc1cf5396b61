import JSON
import PluginMessages

/// What Workers Logs keeps: `TelemetryQueryParams` and `TelemetryQueryResponse` of the vendor's client.
struct TelemetryEndpoints: EndpointGroup {
    let store: Store
    let deployments: RuntimeDeployments

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post, "accounts/:account/workers/observability/telemetry/query", .write("Workers Observability"), query
            )
        ]
    }

    @Sendable func query(_ call: Call) async throws -> Answer {
        let body = try call.object()
        _ = try call.text("queryId")
        guard let from = body["timeframe"]?["from"]?.int, let to = body["timeframe"]?["to"]?.int, from < to else {
            throw APIError.invalid("timeframe.from must be earlier than timeframe.to", code: 10026)
        }
        guard body["view"]?.string ?? "calculations" == "events" else {
            throw APIError.invalid("The emulator answers the view events only")
        }
        let filters = try (body["parameters"]?["filters"]?.array ?? []).map(Filter.init)
        let scripts = try await store.read(call.account) { account in
            account.scripts.values.filter { $0.settings["observability"]?["enabled"] == true }
        }
        var events: [JSONValue] = []
        for script in scripts {
            let lines = try await deployments.lines(of: script.service, account: call.account)
            events += lines.enumerated().map { Self.event($1, number: $0, of: script.name) }
        }
        let found = events.filter { event in
            let time = event["timestamp"]?.int ?? 0
            return (from...to).contains(time) && filters.allSatisfy { $0.accepts(event) }
        }
        // The newest first.
        let limit = body["limit"]?.int ?? 50
        let newest = found.reversed().prefix(limit)
        return .result([
            "run": Self.run(body, account: call.account),
            "statistics": ["bytes_read": 0, "elapsed": 0, "rows_read": .int(events.count)],
            "events": ["count": .int(found.count), "events": .array(Array(newest))],
        ])
    }

    /// A query that is not kept.
    private static func run(_ body: JSONObject, account: String) -> JSONValue {
        let time = Moment.now.json
        return [
            "id": .string(.uuid()), "accountId": .string(account), "userId": "emulator", "dry": true, "granularity": 0,
            "status": "COMPLETED", "timeframe": body["timeframe"] ?? .null,
            "query": [
                "id": body["queryId"] ?? .null, "adhoc": true, "name": body["queryId"] ?? .null,
                "parameters": body["parameters"] ?? [:], "created": time, "createdBy": "emulator", "updated": time,
                "updatedBy": "emulator",
            ],
        ]
    }

    private static func event(_ line: RunLogLine, number: Int, of script: String) -> JSONValue {
        let level =
            switch line.level {
            case .debug: "debug"
            case .info: "log"
            case .warning: "warn"
            case .error: "error"
            }
        return [
            "dataset": "cloudflare-workers", "timestamp": .int(line.loggedAt),
            "source": ["level": .string(level), "message": .string(line.text)],
            "$workers": [
                "eventType": "fetch", "scriptName": .string(script), "outcome": "ok", "executionModel": "stateless",
            ],
            "$metadata": [
                "id": .string("\(line.loggedAt)-\(number)"), "service": .string(script), "level": .string(level),
                "message": .string(line.text), "type": "cf-worker-log", "origin": "fetch",
            ],
        ]
    }

    /// One condition; the emulator has those of texts that are, or are not, equal.
    private struct Filter {
        let path: [String]
        let value: String
        let isEqual: Bool

        init(_ json: JSONValue) throws {
            guard let key = json["key"]?.string, let value = json["value"]?.string, json["type"] == "string",
                let operation = json["operation"]?.string, ["eq", "neq"].contains(operation)
            else { throw APIError.invalid("The emulator has the operations eq and neq of strings only") }
            path = key.split(separator: ".").map(String.init)
            self.value = value
            isEqual = operation == "eq"
        }

        func accepts(_ event: JSONValue) -> Bool {
            let found = path.reduce(Optional(event)) { $0?[$1] }
            return (found?.string == value) == isEqual
        }
    }
}
