import JSON

/// The members of a workflow that differ from its files.
struct WorkflowChanges {
    private(set) var members: JSONObject = [:]
    private(set) var missingSecrets: [String]

    /// Whether they take effect with a new version only.
    var recompiles: Bool { members["triggerCode"] != nil || members["dependencies"] != nil }

    /// Whether they take effect with the next deploy only.
    var redeploys: Bool { members["envVars"] != nil || members["deployConfig"] != nil }

    /// - Parameter known: The workflow as it is; `nil` when it does not exist.
    init(of workflow: ProjectFiles.Workflow, _ known: JSONValue?) {
        for (name, value) in workflow.settings where known?[name] != value { members[name] = value }
        let variables = known?["envVars"]?.array ?? []
        // A masked value leaves a secret unchanged.
        let secrets = variables.filter { $0["isSecret"] == true }
        missingSecrets = workflow.secrets.filter { name in !secrets.contains { $0["name"]?.string == name } }
        let listed = workflow.variables.map { name, value -> JSONValue in
            ["name": .string(name), "value": .string(value), "isSecret": false]
        }
        let plain = variables.filter { $0["isSecret"] != true }
        guard Set(listed) != Set(plain) else { return }
        members["envVars"] = .array(listed + secrets)
    }
}
