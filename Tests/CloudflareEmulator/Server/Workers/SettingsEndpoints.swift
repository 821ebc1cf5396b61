import Hummingbird
import JSON

/// Settings of Workers, of their versions and of the account.
struct SettingsEndpoints: EndpointGroup {
    let store: Store

    var endpoints: [Endpoint] {
        let script = "accounts/:account/workers/scripts/:script"
        return [
            Endpoint(.get, "\(script)/settings", .read("Workers Scripts"), get),
            Endpoint(.patch, "\(script)/settings", .write("Workers Scripts"), edit),
            Endpoint(.get, "\(script)/script-settings", .read("Workers Scripts"), scriptSettings),
            Endpoint(.patch, "\(script)/script-settings", .write("Workers Scripts"), editScriptSettings),
            Endpoint(.get, "accounts/:account/workers/account-settings", .read("Workers Scripts"), accountSettings),
        ]
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { Self.settings(of: try $0.script(call.parameter("script"))) })
    }

    /// Makes a version of the same code.
    @Sendable func edit(_ call: Call) async throws -> Answer {
        guard let part = try Multipart(call)["settings"], let changes = try? JSONValue(parsing: part.content).object
        else { throw APIError.invalid("The part \"settings\" is missing or no JSON object") }
        let name = call.parameter("script")
        return try await store.update(call.account) { account in
            var script = try account.script(name)
            guard let active = script.active else { throw APIError.scriptNotFound(name) }
            var settings = active.settings
            for (key, value) in changes {
                switch key {
                case "bindings": break
                case "logpush", "tags", "tail_consumers", "observability": script.settings[key] = value
                default: settings[key] = value
                }
            }
            let bindings = try changes["bindings"]?.array.map { given in
                try BindingRules(account: account, script: name).resolve(given, previous: active.bindings)
            }
            script.release(
                active.copy(number: script.lastNumber + 1, bindings: bindings, settings: settings),
                trigger: "settings")
            account.scripts[name] = script
            return .result(Self.settings(of: script))
        }
    }

    @Sendable func scriptSettings(_ call: Call) async throws -> Answer {
        let script = try await store.read(call.account) { try $0.script(call.parameter("script")) }
        return .result(Self.ownSettings(of: script))
    }

    @Sendable func editScriptSettings(_ call: Call) async throws -> Answer {
        let changes = try call.object()
        let name = call.parameter("script")
        return try await store.update(call.account) { account in
            var script = try account.script(name)
            for (key, value) in changes { script.settings[key] = value }
            account.scripts[name] = script
            return .result(Self.ownSettings(of: script))
        }
    }

    @Sendable func accountSettings(_ call: Call) async throws -> Answer {
        .result(["default_usage_model": "standard", "green_compute": false])
    }

    private static func ownSettings(of script: Script) -> JSONValue {
        .object(
            JSONObject(
                present: ("logpush", script.settings["logpush"] ?? false), ("tags", script.settings["tags"] ?? []),
                ("tail_consumers", script.settings["tail_consumers"] ?? []),
                ("observability", script.settings["observability"])))
    }

    private static func settings(of script: Script) -> JSONValue {
        var settings = ownSettings(of: script).object ?? [:]
        for (key, value) in script.active?.settings ?? [:] { settings[key] = value }
        settings["bindings"] = .array(script.active?.readableBindings ?? [])
        settings["usage_model"] = "standard"
        return .object(settings)
    }
}
