import JSON
import Platform

/// The body of `PATCH /workflows/:id`. Omitted members are unchanged; `null` clears `triggerCode` and `deployConfig`.
struct UpdateWorkflow: JSONBody {
    static let schema = Schema.body([
        "name": .name.note("The new name; a deployed service keeps its own."),
        "description": .description.note("A description of the workflow."),
        "envVars": Schema.list(of: CreateVariable.schema)
            .note("Replaces all variables of the workflow. A masked value leaves a secret unchanged."),
        "triggerCode": Schema.text(FieldLimits.triggerCode)
            .note(
                "The body of `fetch(request, env, ctx)`, or functions annotated with `@fetch` and `@queue`. A "
                    + "workflow starts a "
                    + "run with `env.WORKFLOW.create`; a function calls `runGraph(env, event)`. The code is checked "
                    + "when it is "
                    + "set. `null` or an empty string removes it."
            ).example(
                """
                const order = await request.json();
                const instance = await env.WORKFLOW.create({ params: { order } });
                return Response.json({ runId: instance.id }, { status: 202 });
                """),
        "dependencies": dependencies.note("npm packages and version ranges."),
        "deployConfig": Schema.map().note("`null` removes all settings.")
            .example(["route": ["pattern": "api.example.com/orders/*", "zoneName": "example.com"]]),
    ]).without(["kind"]).named("WorkflowChange")

    private static let dependencies = Schema([
        "type": "object", "maxProperties": .int(FieldLimits.dependencyCount),
        "additionalProperties": ["type": "string", "minLength": 1],
    ]).example(["lodash": "^4.0.0"])

    let change: WorkflowChange

    static func meaning(of member: String, in body: JSONValue) -> String? { WorkflowMembers.place(of: member) }

    private enum Member: String, CodingKey {
        case name, description, envVars, triggerCode, dependencies, deployConfig, kind
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        if members.contains(.kind) {
            throw JSONMismatch(
                pointer: .root.appending(Member.kind.rawValue),
                message: "is set when a workflow is created and cannot be changed")
        }
        var change = WorkflowChange()
        change.name = try members.decodeIfPresent(String.self, forKey: .name)
        change.description = try members.decodeIfPresent(String.self, forKey: .description)
        change.variables = try members.decodeIfPresent([CreateVariable].self, forKey: .envVars)?.map(\.variable)
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
