import Hummingbird
import JSON

/// Versions of a Worker, and which of them serves.
struct VersionEndpoints: EndpointGroup {
    let store: Store
    let uploads: ScriptReleases

    var endpoints: [Endpoint] {
        let script = "accounts/:account/workers/scripts/:script"
        return [
            Endpoint(.get, "\(script)/versions", .read("Workers Scripts"), list),
            Endpoint(.post, "\(script)/versions", .write("Workers Scripts"), upload),
            Endpoint(.get, "\(script)/versions/:version", .read("Workers Scripts"), get),
            Endpoint(.get, "\(script)/deployments", .read("Workers Scripts"), deployments),
            Endpoint(.post, "\(script)/deployments", .write("Workers Scripts"), deploy),
            Endpoint(.get, "\(script)/deployments/:deployment", .read("Workers Scripts"), deployment),
            Endpoint(.delete, "\(script)/deployments/:deployment", .write("Workers Scripts"), deleteDeployment),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let versions = try await script(call).versions.reversed().map { JSONValue.object($0.item) }
        // "Ignores pagination", as the specification says.
        if call.query("deployable") == "true" { return .result(["items": .array(versions)]) }
        guard case .list(let items, let info) = try call.page(versions) else { return .noContent }
        return .list(["items": items], info: info)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await script(call).version(call.parameter("version")).json)
    }

    /// A version that does not serve yet.
    @Sendable func upload(_ call: Call) async throws -> Answer {
        let name = call.parameter("script")
        let upload = try ScriptUpload(call)
        let (version, milliseconds) = try await uploads.version(of: upload, script: name)
        return try await store.update(call.account) { account in
            var script = try account.script(name)
            let keep = (upload.metadata["keep_bindings"]?.array ?? []).compactMap(\.string)
            let bindings = try BindingRules(account: account, script: name, exports: version.exports).resolve(
                upload.metadata["bindings"]?.array ?? [], keep: Set(keep), previous: script.active?.bindings ?? [])
            var added = version.copy(number: script.lastNumber + 1, bindings: bindings)
            added.assets = try account.staticFiles(
                of: upload.metadata, script: name, previous: script.active?.assets)
            script.add(added)
            account.scripts[name] = script
            var answer = added.json.object ?? [:]
            answer["startup_time_ms"] = .int(milliseconds)
            return .result(.object(answer))
        }
    }

    @Sendable func deployments(_ call: Call) async throws -> Answer {
        .result(["deployments": .array(try await script(call).deployments.reversed().map(\.json))])
    }

    /// Of several versions the one with the greatest share serves here.
    @Sendable func deploy(_ call: Call) async throws -> Answer {
        let body = try call.object()
        let given = (body["versions"]?.array ?? []).compactMap { version in
            version["version_id"]?.string.map { ($0, version["percentage"]?.double ?? 0) }
        }
        let shares = Dictionary(given) { $0 + $1 }
        guard (1...2).contains(shares.count), shares.count == given.count, shares.values.reduce(0, +) == 100,
            let id = shares.max(by: { $0.value < $1.value })?.key
        else { throw APIError.invalid("A deployment has one or two versions, whose percentages are 100 together") }
        return try await store.update(call.account) { account in
            var script = try account.script(call.parameter("script"))
            for version in shares.keys { _ = try script.version(version) }
            script.deploy(
                id, shares: shares.count == 1 ? nil : shares, trigger: "deployment",
                message: body["annotations"]?["workers/message"]?.string)
            account.scripts[script.name] = script
            return .result(script.deployments.last?.json ?? nil)
        }
    }

    @Sendable func deployment(_ call: Call) async throws -> Answer {
        let id = call.parameter("deployment")
        guard let deployment = try await script(call).deployments.first(where: { $0.id == id }) else {
            throw Self.unknownDeployment
        }
        return .result(deployment.json)
    }

    @Sendable func deleteDeployment(_ call: Call) async throws -> Answer {
        let id = call.parameter("deployment")
        try await store.update(call.account) { account in
            var script = try account.script(call.parameter("script"))
            guard let index = script.deployments.firstIndex(where: { $0.id == id }) else {
                throw Self.unknownDeployment
            }
            guard index != script.deployments.indices.last else {
                throw APIError.invalid("The active deployment cannot be deleted", code: 10021)
            }
            script.deployments.remove(at: index)
            account.scripts[script.name] = script
        }
        return .result(nil)
    }

    private func script(_ call: Call) async throws -> Script {
        try await store.read(call.account) { try $0.script(call.parameter("script")) }
    }

    private static let unknownDeployment = APIError(.notFound, 10007, "This deployment does not exist.")
}
