import JSON

/// What an organization takes along when it is deleted.
package struct OrganizationContents: Sendable {
    package let organization: OrganizationRecord
    package let projects: Int
    package let workflows: Int
    package let connections: Int
    package let apiKeys: Int
    package let members: Int
}

extension OrganizationContents {
    var counts: [(name: String, count: Int)] {
        [
            ("projects", projects), ("workflows", workflows), ("connections", connections), ("API keys", apiKeys),
            ("members", members),
        ]
    }

    var details: JSONObject {
        ["name": .string(organization.name), "projects": .int(projects), "workflows": .int(workflows)]
    }

    var text: String { counts.map { "\($0.name): \($0.count)" }.joined(separator: ", ") }
}
