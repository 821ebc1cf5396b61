import Platform
import PluginMessages

struct CreateWorkflow: JSONBody {
    static let schema = Schema.body(
        [
            "name": .name, "description": .description,
            "kind": .choice(of: Program.Kind.self).usually("workflow")
                .note("`script` creates a function: it has no runs and is called over HTTP."),
        ], required: ["name"]
    ).named("NewWorkflow")

    let name: String
    let description: String?
    let kind: Program.Kind?
}

struct MoveWorkflow: JSONBody {
    static let schema = Schema.body(["targetProjectId": .reference], required: ["targetProjectId"]).named("Move")

    let targetProjectId: String
}
