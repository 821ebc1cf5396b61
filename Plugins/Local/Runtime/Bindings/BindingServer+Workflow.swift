import JSON
import PluginMessages

// `env.WORKFLOW` and other workflows that a program binds.
extension BindingServer {
    nonisolated(nonsending) func workflow(
        _ service: String, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        let target =
            service == deployment.service
            ? deployment : try await journal.service(service, with: deployment.account)
        let arguments = try JSONReader(request.value)
        let origin = Origin(
            depth: instances.depth(of: request, from: deployment) + 1, parent: instances.parent(of: request))
        if request.method == "createBatch" {
            let ids = try await createBatch(arguments, of: target, from: origin)
            return BindingAnswer(.array(ids.map(JSONValue.string)))
        }
        let id = InstanceID(service: service, name: try arguments.string("id"))
        switch request.method {
        case "create":
            guard try await start(id, arguments, of: target, from: origin) else {
                throw PluginFailure(
                    .runExists,
                    message: "instance.already_exists: Instance \(id.name) already exists.")
            }
        case "status": return BindingAnswer(try await status(of: id))
        case "sendEvent":
            let type = try arguments.string("type")
            try await runs.sendEvent(to: id, type: type, payload: try arguments.optionalString("payload"))
        case "pause": try await runs.control(id, .pause)
        case "resume": try await runs.control(id, .resume)
        case "terminate": try await runs.control(id, .terminate)
        case "restart": try await runs.control(id, .restart)
        default: throw request.unknownMethod
        }
        return BindingAnswer()
    }

    /// The ids of those that there were not yet; of some with one id the first counts.
    private nonisolated(nonsending) func createBatch(
        _ arguments: JSONReader, of target: LocalDeployment, from origin: Origin
    ) async throws -> [String] {
        let instances = try arguments.list("instances", JSONReader.init)
        // All or none.
        try await runs.admit(instances.count, runsOf: target)
        let tasks = tasks
        return try await withThrowingTaskGroup(of: (Int, String?).self) { group in
            var asked: Set<String> = []
            for (index, instance) in instances.enumerated() {
                let id = InstanceID(service: target.service, name: try instance.string("id"))
                guard asked.insert(id.name).inserted else { continue }
                group.addTask {
                    let isNew = try await tasks.run {
                        try await $0.start(id, instance, of: target, from: origin, isAdmitted: true)
                    }
                    return (index, isNew ? id.name : nil)
                }
            }
            var ids: [(Int, String)] = []
            for try await (index, id) in group { if let id { ids.append((index, id)) } }
            return ids.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// `false`: there is one of that id.
    private nonisolated(nonsending) func start(
        _ id: InstanceID, _ arguments: JSONReader, of target: LocalDeployment, from origin: Origin,
        isAdmitted: Bool = false
    ) async throws -> Bool {
        guard id.isAllowed else {
            throw PluginFailure(
                .runId,
                message: """
                    instance.invalid_id: An instance's id is 1 to 100 letters, digits, "-" and "_", and begins with no "-".
                    """)
        }
        guard target.className != nil else {
            throw PluginFailure(
                .serviceUnknown, message: "\"\(target.service)\" is a function: it has no instances.")
        }
        guard origin.depth <= Limits.nestedRuns else {
            counters.limited(by: .nesting)
            throw NestingLimitExceeded()
        }
        let params = try arguments.optionalString("params") ?? "{}"
        return try await runs.create(id, params: params, deployment: target, from: origin, isAdmitted: isAdmitted).isNew
    }

    /// The instance as `status()` returns it.
    private nonisolated(nonsending) func status(of id: InstanceID) async throws -> JSONValue {
        let state = try await runs.state(of: id)
        let error: JSONValue? = state.error.map { ["name": .string($0.name), "message": .string($0.message)] }
        return .object(
            JSONObject(present: ("status", .string(state.status.rawValue)), ("output", state.output), ("error", error)))
    }
}
