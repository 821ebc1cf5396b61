import Platform

/// A new variable of the organization or a project.
struct CreateSharedVariable: JSONBody {
    static let schema = CreateVariable.members(and: [
        "projectId": Schema.reference.note(
            "The project; if omitted, that of the query, or else the whole organization.")
    ]).named("NewSharedVariable")

    let projectId: String?
    let variable: Variable

    private enum Member: String, CodingKey { case projectId }

    init(from decoder: any Decoder) throws {
        projectId = try decoder.container(keyedBy: Member.self).decodeIfPresent(String.self, forKey: .projectId)
        variable = try CreateVariable(from: decoder).variable
    }
}
