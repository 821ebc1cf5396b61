import Hummingbird
import JSON

/// Workflows and their versions.
struct WorkflowEndpoints: EndpointGroup {
    let store: Store
    let runs: WorkflowRuns

    var endpoints: [Endpoint] {
        let workflow = "accounts/:account/workflows/:workflow"
        return [
            Endpoint(.get, "accounts/:account/workflows", .read("Workers Scripts"), list),
            Endpoint(.get, workflow, .read("Workers Scripts"), get),
            Endpoint(.put, workflow, .write("Workers Scripts"), put),
            Endpoint(.delete, workflow, .write("Workers Scripts"), delete),
            Endpoint(.get, "\(workflow)/versions", .read("Workers Scripts"), versions),
            Endpoint(.get, "\(workflow)/versions/:version", .read("Workers Scripts"), version),
        ]
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let found = try await store.read(call.account) { account in
            account.workflows.values.filter { call.query("search").map($0.name.contains) ?? true }
                .sorted { $0.name < $1.name }.map { $0.json(in: account) }
        }
        return try call.page(found, size: 10)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        .result(try await store.read(call.account) { try $0.workflow(call.parameter("workflow")).json(in: $0) })
    }

    /// Every call makes a version.
    @Sendable func put(_ call: Call) async throws -> Answer {
        let name = call.parameter("workflow")
        guard name.wholeMatch(of: /[a-zA-Z0-9_][a-zA-Z0-9_-]{0,63}/) != nil else {
            throw APIError.invalid("workflows.api.error.invalid_workflow_name", code: 10201)
        }
        let (className, script) = (try call.text("class_name"), try call.text("script_name"))
        let body = try call.object()
        let schedules = try Self.schedules(body["schedules"])
        let settings = ["concurrency", "default_retention", "limits"].compactMap { key in body[key].map { (key, $0) } }
        let version = Workflow.Version(
            id: .uuid(), className: className, createdAt: .now, settings: JSONObject(settings))
        return .result(
            try await store.update(call.account) { account in
                guard let active = try account.script(script).active, active.exports.hasWorkflow(className) else {
                    throw APIError.invalid(
                        "The Worker \(script) exports no class \(className) that extends WorkflowEntrypoint",
                        code: 10021)
                }
                if var workflow = account.workflows[name] {
                    workflow.script = script
                    // Schedules stay unless they are given.
                    if let schedules { workflow.schedules = schedules }
                    workflow.versions.append(version)
                    account.workflows[name] = workflow
                    return workflow.registration
                }
                let id = String.uuid()
                var workflow = Workflow(
                    id: id, name: name, service: account.serviceName(of: name, id: id), createdAt: .now, script: script,
                    versions: [version])
                workflow.schedules = schedules
                account.workflows[name] = workflow
                return workflow.registration
            })
    }

    private static func schedules(_ value: JSONValue?) throws -> [String]? {
        guard let list = value?.array else { return nil }
        return try list.map { item in
            guard let cron = item["cron"]?.string, Schedule.isValid(cron) else {
                throw APIError.invalid("workflows.api.error.invalid_cron", code: 10021)
            }
            return cron
        }
    }

    /// Its instances end with it.
    @Sendable func delete(_ call: Call) async throws -> Answer {
        let name = call.parameter("workflow")
        let workflow = try await store.update(call.account) { account in
            let workflow = try account.workflow(name)
            account.workflows[name] = nil
            return workflow
        }
        try await runs.deployments.remove(workflow.service, account: call.account)
        return .result(["status": "ok", "success": true])
    }

    @Sendable func versions(_ call: Call) async throws -> Answer {
        let workflow = try await store.read(call.account) { try $0.workflow(call.parameter("workflow")) }
        return try call.page(workflow.versions.reversed().map(workflow.json(of:)), size: 10)
    }

    @Sendable func version(_ call: Call) async throws -> Answer {
        let workflow = try await store.read(call.account) { try $0.workflow(call.parameter("workflow")) }
        guard let version = workflow.versions.first(where: { $0.id == call.parameter("version") }) else {
            throw APIError(.notFound, 10300, "workflows.api.error.version.not_found")
        }
        return .result(workflow.json(of: version))
    }
}
