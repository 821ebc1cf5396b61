import Platform

struct MoveWorkflow: JSONBody {
    static let schema = Schema.body(
        ["targetProjectId": .reference.note("A project of the same organization.")], required: ["targetProjectId"]
    ).named("Move")

    let targetProjectId: String
}
