import Storage

/// A part of an organization, with workflows, variables and API keys of its own.
package struct Project: Sendable {
    package let id: ProjectID
    package let name: String
    /// Unique in the organization.
    package let slug: String
    package let description: String
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    init(_ record: ProjectRecord) {
        id = record.id
        name = record.name
        slug = record.slug
        description = record.description
        createdAt = record.createdAt
        updatedAt = record.updatedAt
    }
}
