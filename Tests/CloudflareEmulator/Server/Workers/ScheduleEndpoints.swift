import Hummingbird
import JSON

/// Cron triggers.
struct ScheduleEndpoints: EndpointGroup {
    let store: Store

    /// "Workers: Limits" of Cloudflare's documentation: of an account on the paid plan.
    private static let limit = 250

    var endpoints: [Endpoint] {
        let path = "accounts/:account/workers/scripts/:script/schedules"
        return [
            Endpoint(.get, path, .read("Workers Scripts"), get), Endpoint(.put, path, .write("Workers Scripts"), put),
        ]
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let schedules = try await store.read(call.account) { try $0.script(call.parameter("script")).schedules }
        return .result(["schedules": .array(schedules.map(\.json))])
    }

    /// Replaces all of them.
    @Sendable func put(_ call: Call) async throws -> Answer {
        let crons = try call.array().map { entry in
            guard let cron = entry["cron"]?.string, Schedule.isValid(cron) else {
                throw APIError.invalid("invalid cron string: \(entry["cron"]?.string ?? "")", code: 10100)
            }
            return cron
        }
        let schedules = try await store.update(call.account) { account in
            var script = try account.script(call.parameter("script"))
            let others = account.scripts.values.filter { $0.name != script.name }.flatMap(\.schedules).count
            guard others + crons.count <= Self.limit else {
                throw APIError.invalid("You have exceeded the limit of \(Self.limit) cron triggers.", code: 10072)
            }
            let old = script.schedules
            script.schedules = crons.map { cron in
                Schedule(
                    cron: cron, createdAt: old.first { $0.cron == cron }?.createdAt ?? .now, modifiedAt: .now)
            }
            account.scripts[script.name] = script
            return script.schedules
        }
        return .result(["schedules": .array(schedules.map(\.json))])
    }
}
