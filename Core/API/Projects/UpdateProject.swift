struct UpdateProject: JSONBody {
    static let schema = Schema.body([
        "name": .name.note("The project's new name; its slug is unchanged."),
        "description": .description.note("A description of the project."),
    ]).named("ProjectChange")

    let name: String?
    let description: String?
}
