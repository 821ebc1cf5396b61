import Hummingbird
import JSON

/// Routes of a zone.
struct RouteEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let routes = "zones/:zone/workers/routes"
        return [
            Endpoint(.get, routes, .read("Workers Routes"), list),
            Endpoint(.post, routes, .write("Workers Routes"), create),
            Endpoint(.get, "\(routes)/:route", .read("Workers Routes"), get),
            Endpoint(.put, "\(routes)/:route", .write("Workers Routes"), update),
            Endpoint(.delete, "\(routes)/:route", .write("Workers Routes"), delete),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let routes = try await store.read(call.account) { $0.routes.filter { $0.zone == call.parameter("zone") } }
        return .result(.array(routes.map(\.json)))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { $0.routes[try Self.index(call, $0)].json })
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let pattern = try call.text("pattern")
        return .result(
            try await store.update(call.account) { account in
                let route = WorkerRoute(
                    id: .hexadecimalID(), zone: call.parameter("zone"), pattern: pattern,
                    script: body["script"]?.string)
                try Self.check(route, account)
                account.routes.append(route)
                return route.json
            })
    }

    @Sendable func update(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let pattern = try call.text("pattern")
        return .result(
            try await store.update(call.account) { account in
                let index = try Self.index(call, account)
                account.routes[index].pattern = pattern
                account.routes[index].script = body["script"]?.string
                try Self.check(account.routes[index], account)
                return account.routes[index].json
            })
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await store.update(call.account) { $0.routes.remove(at: try Self.index(call, $0)) }
        return .result(["id": .string(call.parameter("route"))])
    }

    private static func index(_ call: Call, _ account: Account) throws -> Int {
        let (zone, id) = (call.parameter("zone"), call.parameter("route"))
        guard let index = account.routes.firstIndex(where: { $0.zone == zone && $0.id == id }) else {
            throw APIError(.notFound, 10009, "workers.api.error.route_not_found")
        }
        return index
    }

    private static func check(_ route: WorkerRoute, _ account: Account) throws {
        let zone = try account.zone(route.zone)
        let host = route.pattern.replacing(/^https?:\/\//, with: "").prefix { $0 != "/" }
        guard host == zone.name || host == "*\(zone.name)" || host.hasSuffix(".\(zone.name)") else {
            throw APIError.invalid("The pattern \(route.pattern) is not in the zone \(zone.name).", code: 10022)
        }
        if let script = route.script { _ = try account.script(script) }
        guard !account.routes.contains(where: { $0.id != route.id && $0.pattern == route.pattern }) else {
            throw APIError(.conflict, 10020, "A route with the same pattern already exists.")
        }
    }
}
