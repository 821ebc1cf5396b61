import JSON
import Platform

/// The body of `PATCH /workflows/:id`. What is absent stays; `triggerCode` and `deployConfig` go with `null`.
struct WorkflowPatch: Decodable {
    let change: WorkflowChange

    private enum Member: String, CodingKey {
        case name, description, envVars, triggerCode, dependencies, deployConfig, kind
    }

    private struct EnvironmentEntry: Decodable {
        let name: String
        let value: String
        let isSecret: Bool?
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        if members.contains(.kind) {
            throw JSONMismatch(
                pointer: .root.appending(Member.kind.rawValue),
                message: "is set when a workflow is made and never changes")
        }
        var change = WorkflowChange()
        change.name = try members.decodeIfPresent(String.self, forKey: .name)
        change.description = try members.decodeIfPresent(String.self, forKey: .description)
        change.variables = try members.decodeIfPresent([EnvironmentEntry].self, forKey: .envVars)?.map {
            Variable(name: $0.name, value: $0.value, isSecret: $0.isSecret ?? false)
        }
        change.dependencies = try members.decodeIfPresent(JSONObject.self, forKey: .dependencies)
        if members.contains(.triggerCode) {
            change.triggerCode = try members.decodeIfPresent(String.self, forKey: .triggerCode) ?? ""
        }
        if members.contains(.deployConfig) {
            change.deployConfig = try members.decodeIfPresent(JSONObject.self, forKey: .deployConfig) ?? [:]
        }
        self.change = change
    }
}
