import JSON
import PluginMessages

// `env.WORKFLOW` and other workflows that a program binds.
extension LocalRuntime {
    func workflow(
        _ service: String, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        let target =
            service == deployment.service
            ? deployment : try await bound(service, from: deployment)
        let arguments = try JSONReader(request.value)
        let origin = Origin(depth: depth(of: request, from: deployment) + 1, parent: parent(of: request))
        if request.method == "createBatch" {
            let ids = try await createBatch(arguments, of: target, from: origin)
            return BindingAnswer(.array(ids.map(JSONValue.string)))
        }
        let id = InstanceID(service: service, name: try arguments.string("id"))
        switch request.method {
        case "create":
            guard try await start(id, arguments, of: target, from: origin) else {
                throw PluginFailure(
                    code: "local.run.exists",
                    message: "instance.already_exists: Instance \(id.name) already exists.")
            }
        case "status": return BindingAnswer(try await status(of: id))
        case "sendEvent":
            let type = try arguments.string("type")
            try await sendEvent(to: id, type: type, payload: try arguments.optionalString("payload"))
        case "pause": try await control(id, .pause)
        case "resume": try await control(id, .resume)
        case "terminate": try await control(id, .terminate)
        case "restart": try await control(id, .restart)
        default: throw request.unknownMethod
        }
        return BindingAnswer()
    }

    /// What a service binding or a workflow binding leads to.
    /// - Throws: `local.service.unknown`, also for a service that was deployed with another connection.
    func bound(_ service: String, from deployment: LocalDeployment) async throws -> LocalDeployment {
        try await bound(service, with: deployment.account)
    }

    /// - Parameter connection: With which it must be deployed.
    func bound(_ service: String, with connection: String) async throws -> LocalDeployment {
        for name in [service, Self.service(service, of: connection)] {
            if let target = try await journal.newestDeployment(service: name), target.account == connection {
                return target
            }
        }
        throw PluginFailure(
            code: "local.service.unknown", message: "Nothing is deployed as \"\(service)\" with this connection.",
            details: ["service": .string(service)], fault: .notFound)
    }

    /// The ids of those that there were not yet; of some with one id the first counts.
    private func createBatch(
        _ arguments: JSONReader, of target: LocalDeployment, from origin: Origin
    ) async throws -> [String] {
        let instances = try arguments.list("instances", JSONReader.init)
        // All or none.
        try await admit(instances.count, runsOf: target)
        return try await withThrowingTaskGroup(of: (Int, String?).self) { group in
            var asked: Set<String> = []
            for (index, instance) in instances.enumerated() {
                let id = InstanceID(service: target.service, name: try instance.string("id"))
                guard asked.insert(id.name).inserted else { continue }
                group.addTask {
                    let isNew = try await self.start(id, instance, of: target, from: origin, isAdmitted: true)
                    return (index, isNew ? id.name : nil)
                }
            }
            var ids: [(Int, String)] = []
            for try await (index, id) in group { if let id { ids.append((index, id)) } }
            return ids.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// `false`: there is one of that id.
    private func start(
        _ id: InstanceID, _ arguments: JSONReader, of target: LocalDeployment, from origin: Origin,
        isAdmitted: Bool = false
    ) async throws -> Bool {
        guard id.isAllowed else {
            throw PluginFailure(
                code: "local.run.id",
                message: """
                    instance.invalid_id: An instance's id is 1 to 100 letters, digits, "-" and "_", and begins with no "-".
                    """)
        }
        guard target.className != nil else {
            throw PluginFailure(
                code: "local.service.unknown", message: "\"\(target.service)\" is a function: it has no instances.")
        }
        guard origin.depth <= Limits.nestedRuns else { throw NestingLimitExceeded() }
        let params = try arguments.optionalString("params") ?? "{}"
        return try await create(id, params: params, deployment: target, from: origin, isAdmitted: isAdmitted).isNew
    }

    /// The instance as `status()` returns it.
    private func status(of id: InstanceID) async throws -> JSONValue {
        let state = try await state(of: id)
        let error: JSONValue? = state.error.map { ["name": .string($0.name), "message": .string($0.message)] }
        return .object(
            JSONObject(present: ("status", .string(state.status.rawValue)), ("output", state.output), ("error", error)))
    }
}

/// What starts an instance.
struct Origin: Sendable {
    /// How many runs started one another to start it.
    var depth = 0
    /// The number of the instance that starts it.
    var parent: Int?
}

extension InstanceID {
    /// "Workflows: Limits" of Cloudflare's documentation, and its pattern of ids.
    fileprivate var isAllowed: Bool {
        (1...100).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: "-")
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
