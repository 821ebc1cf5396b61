import Platform

extension Project {
    static let shape = Shape<Project>("Project") {
        Member("id", .id, \.id, "Identifies the project, as in the query parameter `projectId`.")
        Member("name", .text(.name), \.name, "The project's name.")
        Member("slug", .text(.slug), \.slug, "The slug for URLs; unique in the organization.")
        Member("description", .text(.description), \.description, "A description of the project.")
        Member("createdAt", .time, \.createdAt, "When the project was created.")
        Member("updatedAt", .time, \.updatedAt, "When it last changed.")
    }
}

extension Schema {
    static let slug = Schema.text(1...FieldLimits.slug, pattern: "^[a-z0-9]+(-[a-z0-9]+)*$").example(
        "order-notification")
}
