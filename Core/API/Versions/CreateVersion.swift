import JSON
import Platform

struct CreateVersion: JSONBody {
    static let schema = Schema.body(
        [
            "ir": .document,
            "message": Schema.lines(FieldLimits.versionMessage).note("A description of the version.")
                .example("Ask twice before a refund"),
        ], required: ["ir"]
    ).named("NewVersion")

    let ir: JSONValue
    let message: String?

    static func meaning(of member: String, in body: JSONValue) -> String? { WorkflowMembers.place(of: member) }
}
