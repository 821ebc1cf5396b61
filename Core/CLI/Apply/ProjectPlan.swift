import JSON

/// What has to change for a project to be what its files say.
struct ProjectPlan {
    struct Change {
        /// `+` for what is created, `~` for what is changed, `-` for what is removed.
        let sign: String
        let text: String
        let action: Action
        /// Runs and other workflows that it ends: sentences; `nil` when it ends none.
        var ends: String?

        var line: String { "\(sign) \(text)" }
    }

    enum Action {
        case createConnection(name: String, provider: String)
        case createVariable(name: String, value: String)
        case changeVariable(id: String, value: String)
        case createWorkflow(name: String, kind: JSONValue?)
        case changeWorkflow(name: String, JSONObject)
        /// With the workflow as it is; `nil` for one that is created before.
        case createVersion(ProjectFiles.Workflow, of: JSONValue?)
        case deploy(workflow: String, connection: String)
        case takeDown(workflow: String, connection: String)
        case deleteWorkflow(id: String)
        case deleteVariable(id: String)
    }

    private(set) var changes: [Change] = []
    /// The names of the variables that there are already for all workflows of the project.
    var variables: Set<String> = []
    /// The workflows of the files as they are, by name.
    var known: [String: JSONValue] = [:]
    /// The ids of the workflows and connections that there are, by their names.
    let workflows: [String: String]
    let connections: [String: String]
    /// What the files cannot set, such as secrets.
    private(set) var missing: [String] = []
    /// What the project has besides.
    private(set) var others: [String] = []

    init(workflows: [JSONValue], connections: [JSONValue]) {
        func ids(_ items: [JSONValue]) -> [String: String] {
            Dictionary(items.map { ($0["name"]?.string ?? "", $0.id) }) { first, _ in first }
        }
        (self.workflows, self.connections) = (ids(workflows), ids(connections))
    }

    mutating func add(_ sign: String, _ text: String, _ action: Action, ends: String? = nil) {
        changes.append(Change(sign: sign, text: text, action: action, ends: ends))
    }

    /// Whether a workflow gets a version, or is deployed.
    func runsAnew(_ workflow: String) -> Bool {
        changes.contains { change in
            switch change.action {
            case .createVersion(let changed, _): changed.name == workflow
            case .deploy(let deployed, _): deployed == workflow
            case .createConnection, .createVariable, .changeVariable, .createWorkflow, .changeWorkflow, .takeDown,
                .deleteWorkflow, .deleteVariable:
                false
            }
        }
    }

    mutating func miss(_ text: String) { missing.append(text) }

    mutating func note(other text: String) { others.append(text) }

    /// The names of connections that are deployed to, and neither exist nor are created.
    var unknownConnections: [String] {
        var known = Set(connections.keys)
        var unknown: [String] = []
        for change in changes {
            switch change.action {
            case .createConnection(let name, _): known.insert(name)
            case .deploy(_, let connection):
                if !known.contains(connection), !unknown.contains(connection) { unknown.append(connection) }
            case .createVariable, .changeVariable, .createWorkflow, .changeWorkflow, .createVersion, .takeDown,
                .deleteWorkflow, .deleteVariable:
                break
            }
        }
        return unknown
    }

    var json: JSONValue {
        func texts(_ lines: [String]) -> JSONValue { .array(lines.map(JSONValue.string)) }
        return [
            "changes": texts(changes.map(\.line)), "missing": texts(missing), "others": texts(others),
            "ends": texts(changes.compactMap { change in change.ends.map { "\(change.text): \($0)" } }),
        ]
    }
}
