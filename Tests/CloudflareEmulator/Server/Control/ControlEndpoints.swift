import Hummingbird
import JSON
import NIOCore

/// What tests ask of the emulator itself, under `/__emulator`.
struct ControlEndpoints: Sendable {
    static let prefix = "/__emulator"

    let store: Store
    let log: CallLog
    let calls: WorkerCalls
    let clock: EmulatorClock

    /// The Worker that `/__emulator/fetch/NAME/…` calls, and the path that it sees.
    static func fetch(_ path: String) -> (script: String, path: String)? {
        let beginning = "\(prefix)/fetch/"
        guard path.hasPrefix(beginning) else { return nil }
        let rest = path.dropFirst(beginning.count)
        let name = rest.prefix { $0 != "/" && $0 != "?" }
        let own = rest.dropFirst(name.count)
        return (String(name), own.hasPrefix("/") ? String(own) : "/\(own)")
    }

    func respond(to request: Request) async throws -> Response {
        let path = request.uri.path.dropFirst(Self.prefix.count).split(separator: "/").map(String.init)
        let body = try await request.body.collect(upTo: 1 << 20)
        do {
            return .json(try await answer(request.method, path, body))
        } catch let error as APIError {
            return .envelope(error)
        }
    }

    private func answer(_ method: HTTPRequest.Method, _ path: [String], _ body: ByteBuffer) async throws -> JSONValue {
        switch (method, path.first ?? "", path.dropFirst().first) {
        case (.get, "calls", nil): return .array(await log.calls.map(\.json))
        case (.delete, "calls", nil): await log.forget()
        case (.get, "faults", nil): return .array(await log.faults.map(Self.json))
        case (.post, "faults", nil): return Self.json(try await log.add(try Self.object(body)))
        case (.delete, "faults", let id): await log.removeFaults(id.flatMap { Int($0) })
        case (.get, "state", nil):
            return .object(JSONObject(await store.accounts.map { ($0.id, $0.state) }))
        case (.post, "tokens", nil): try await store.add(try Self.token(try Self.object(body)))
        case (.post, "accounts", nil): try await store.add(try Self.account(try Self.object(body)))
        case (.post, "records", let hostname?):
            for account in await store.accounts {
                try await store.update(account.id) { _ = $0.records.insert(hostname) }
            }
        case (.post, "scheduled", let script?): try await calls.schedule(script, try Self.object(body))
        case (.post, "clock", nil): clock.advance(by: try Self.object(body)["advance"]?.int ?? 0)
        case (.get, "reports", nil): return .array(store.reported.map(JSONValue.string))
        default: throw APIError.noRoute
        }
        return ["success": true]
    }

    private static func object(_ body: ByteBuffer) throws -> JSONObject {
        guard let object = try? JSONValue(parsing: body.readableBytesView).object else {
            throw APIError.invalid("The request body must be a JSON object")
        }
        return object
    }

    private static func json(_ fault: Fault) -> JSONValue {
        var json = fault.json
        json["id"] = .int(fault.id)
        json["seen"] = .int(fault.seen)
        json["hits"] = .int(fault.hits)
        return .object(json)
    }

    private static func account(_ json: JSONObject) throws -> Account {
        guard let id = json["id"]?.string, id.count == 32, id.allSatisfy(\.isHexDigit) else {
            throw APIError.invalid("id must have 32 hexadecimal digits")
        }
        var account = Account(
            id: id, name: json["name"]?.string ?? "Another account", subdomain: json["subdomain"]?.string)
        account.zones = (json["zones"]?.array ?? []).compactMap(\.string).map { Zone(name: $0) }
        return account
    }

    private static func token(_ json: JSONObject) throws -> Token {
        guard let value = json["value"]?.string, !value.isEmpty else { throw APIError.invalid("value is required") }
        let set = { (name: String) in json[name]?.array.map { Set($0.compactMap(\.string)) } }
        return Token(
            value: value, permissions: set("permissions"), accounts: set("accounts"),
            status: Token.Status(rawValue: json["status"]?.string ?? "active") ?? .active)
    }
}

extension Account {
    /// Everything that deploys change, to compare with what a client believes.
    var state: JSONValue {
        [
            "name": .string(name), "subdomain": subdomain.map(JSONValue.string) ?? nil,
            "zones": .array(zones.map { ["id": .string($0.id), "name": .string($0.name)] }),
            "scripts": .object(
                JSONObject(scripts.values.sorted { $0.name < $1.name }.map { ($0.name, Self.state(of: $0)) })),
            "routes": .array(routes.map(\.json)), "domains": .array(domains.map(\.json)),
            "workflows": .object(
                JSONObject(workflows.values.sorted { $0.name < $1.name }.map { ($0.name, Self.state(of: $0)) })),
            "queues": .array(queues.map { $0.json(in: self) }), "namespaces": .array(namespaces.map(\.json)),
            "databases": .array(databases.map { .object($0.item) }), "buckets": .array(buckets.map(\.json)),
            "indexes": .array(indexes.map(\.json)),
        ]
    }

    private static func state(of script: Script) -> JSONValue {
        var state = script.json().object ?? [:]
        state["version"] = script.active.map { .string($0.id) } ?? nil
        state["versions"] = .int(script.versions.count)
        state["bindings"] = .array(script.active?.readableBindings ?? [])
        state["schedules"] = .array(script.schedules.map { .string($0.cron) })
        state["subdomain"] = .bool(script.subdomainIsEnabled)
        state["previews"] = .bool(script.previewsAreEnabled)
        state["limits"] = script.active?.settings["limits"]
        return .object(state)
    }

    private static func state(of workflow: Workflow) -> JSONValue {
        [
            "id": .string(workflow.id), "script": .string(workflow.script),
            "className": .string(workflow.version.className), "versions": .int(workflow.versions.count),
            "instances": .object(JSONObject(workflow.instances.map { ($0.id, .string($0.status)) })),
        ]
    }
}
