struct CreateProject: JSONBody {
    static let schema = Schema.body(
        [
            "name": .name, "slug": .slug.note("If omitted, derived from the name."), "description": .description,
        ], required: ["name"]
    ).named("NewProject")

    let name: String
    let slug: String?
    let description: String?
}

struct UpdateProject: JSONBody {
    static let schema = Schema.body(["name": .name, "description": .description]).named("ProjectChange")

    let name: String?
    let description: String?
}
