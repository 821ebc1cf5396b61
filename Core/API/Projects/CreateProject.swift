struct CreateProject: JSONBody {
    static let schema = Schema.body(
        [
            "name": .name.note("The project's name."), "slug": .slug.note("If omitted, derived from the name."),
            "description": .description.note("A description of the project."),
        ], required: ["name"]
    ).named("NewProject")

    let name: String
    let slug: String?
    let description: String?
}
