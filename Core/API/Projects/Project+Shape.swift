import Platform

extension Project {
    static let shape = Shape<Project>("Project") {
        Member("id", .id, \.id)
        Member("name", .text(.name), \.name)
        Member("slug", .text(.slug), \.slug)
        Member("description", .text(.description), \.description)
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
    }
}

extension Schema {
    static let slug = Schema.text(1...FieldLimits.slug, pattern: "^[a-z0-9]+(-[a-z0-9]+)*$").example(
        "order-notification")
}
