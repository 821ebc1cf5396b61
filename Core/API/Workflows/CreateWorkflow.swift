import JSON
import Platform
import PluginMessages

struct CreateWorkflow: JSONBody {
    static let schema = Schema.body(
        [
            "name": .name.note("The workflow's name; services at providers are named after it."),
            "description": .description.note("A description of the workflow."),
            "kind": .choice(of: Program.Kind.self).usually("workflow")
                .note("`script` creates a function: it has no runs and is called over HTTP."),
        ], required: ["name"]
    ).named("NewWorkflow")

    let name: String
    let description: String?
    let kind: Program.Kind?

    static func meaning(of member: String, in body: JSONValue) -> String? { WorkflowMembers.place(of: member) }
}
