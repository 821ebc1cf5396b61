import JSON

/// A workflow: a class of a Worker under a name, and its instances.
struct Workflow: Codable, Sendable {
    struct Version: Codable, Sendable {
        let id: String
        let className: String
        let createdAt: Moment
        /// `concurrency`, `default_retention`, `limits`.
        let settings: JSONObject
    }

    let id: String
    let name: String
    /// The name that the runtime keeps its instances under: another one when a workflow of this name was deleted.
    let service: String
    let createdAt: Moment
    var script: String
    /// The newest last.
    var versions: [Version]
    var instances: [WorkflowInstance] = []
    /// Cron expressions, which do not fire by themselves.
    var schedules: [String]?

    var version: Version { versions[versions.count - 1] }

    func instance(_ id: String) throws -> WorkflowInstance {
        guard let instance = instances.first(where: { $0.id == id }) else {
            throw APIError(.notFound, 10400, "workflows.api.error.instance.not_found")
        }
        return instance
    }

    /// What a `PUT` answers.
    var registration: JSONValue {
        [
            "id": .string(id), "name": .string(name), "script_name": .string(script),
            "class_name": .string(version.className), "created_on": createdAt.json,
            "modified_on": version.createdAt.json, "triggered_on": triggeredAt, "version_id": .string(version.id),
            "is_deleted": 0, "terminator_running": 0,
        ]
    }

    /// As it is read and listed.
    func json(in account: Account) -> JSONValue {
        var counts = JSONObject(
            WorkflowInstance.statuses.map { status in
                (status, .int(instances.count { $0.status == status }))
            })
        counts["waitingForPause"] = 0
        return [
            "id": .string(id), "name": .string(name), "script_name": .string(script),
            "class_name": .string(version.className), "created_on": createdAt.json,
            "modified_on": version.createdAt.json, "triggered_on": triggeredAt, "instances": .object(counts),
            "script_deleted": .bool(account.scripts[script] == nil),
            "schedules": .array(
                (schedules ?? []).map { ["cron": .string($0), "next_instance": Moment.now.json] }),
        ]
    }

    func json(of version: Version) -> JSONValue {
        var object: JSONObject = [
            "id": .string(version.id), "class_name": .string(version.className), "workflow_id": .string(id),
            "created_on": version.createdAt.json, "modified_on": version.createdAt.json, "has_dag": false,
            "language": "javascript",
        ]
        for (key, value) in version.settings { object[key] = value }
        return .object(object)
    }

    private var triggeredAt: JSONValue { instances.last?.createdAt.json ?? nil }
}

/// An instance as the account remembers it; what its program did is in the runtime's journal.
struct WorkflowInstance: Codable, Sendable {
    static let statuses = ["queued", "running", "paused", "waiting", "complete", "errored", "terminated"]

    let id: String
    let versionId: String
    /// `api` or `binding`.
    let source: String
    /// What the runtime finds it by.
    let reference: JSONValue
    let createdAt: Moment
    var modifiedAt: Moment
    var startedAt: Moment?
    var endedAt: Moment?
    var status = "queued"

    mutating func became(_ status: String, isOver: Bool, at time: Moment) {
        // A restart begins again.
        if status == "queued" { (startedAt, endedAt) = (nil, nil) }
        self.status = status
        modifiedAt = time
        if status == "running" || isOver { startedAt = startedAt ?? time }
        endedAt = isOver ? time : nil
    }

    /// What creating it answers.
    func creation(in workflow: Workflow) -> JSONValue {
        [
            "id": .string(id), "status": .string(status), "version_id": .string(versionId),
            "workflow_id": .string(workflow.id), "trigger_source": .string(source),
        ]
    }

    func item(in workflow: Workflow) -> JSONValue {
        var object = creation(in: workflow).object ?? [:]
        object["created_on"] = createdAt.json
        object["modified_on"] = modifiedAt.json
        object["started_on"] = startedAt?.json ?? nil
        object["ended_on"] = endedAt?.json ?? nil
        return .object(object)
    }
}

extension Account {
    func workflow(_ name: String) throws -> Workflow {
        guard let workflow = workflows[name] else {
            throw APIError(.notFound, 10200, "workflows.api.error.workflow.not_found")
        }
        return workflow
    }
}

extension Account {
    /// The runtime's name for a new workflow: its own, when that fits there and was not used before.
    mutating func serviceName(of name: String, id: String) -> String {
        let slug = name.lowercased().replacing("_", with: "-")
        let isFree = slug == name && name.count <= 40 && usedServices.insert(name).inserted
        return isFree ? name : "\(slug.prefix(30))-\(id.prefix(8))"
    }
}
