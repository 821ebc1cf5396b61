import Hummingbird
import Platform
import Storage

struct OrganizationController {
    let organizations: Organizations

    var endpoints: [Endpoint<APIContext>] {
        [
            .list(
                "organizations", "List organizations", notes: "Lists the organizations that the user is a member of.",
                of: OrganizationRecord.shape, use: organizations.list
            ).inSession(),
            .post(
                "organizations", .write, "Create an organization", notes: "The user becomes its owner.",
                body: OrganizationName.self,
                returns: .created(OrganizationRecord.shape) { "/api/organizations/\($0.id)" }, use: create
            ).inSession(),
            .get(
                "organizations/:organizationId", "Get an organization",
                notes: "Returns an organization that the user is a member of.", of: OrganizationRecord.shape,
                use: organizations.get
            ).inSession(),
            .patch(
                "organizations/:organizationId", "Rename an organization",
                notes:
                    "Changes the name; the slug is unchanged.",
                body: OrganizationName.self,
                returns: .ok(OrganizationRecord.shape), use: update
            ).inSession(.admin),
            .delete(
                "organizations/:organizationId", "Delete an organization",
                notes:
                    "Deletes the organization with its projects, workflows, connections, variables, keys and installed "
                    + "nodes, and takes down its deployments. Accounts of members are kept. Without `confirm`, the "
                    + "error lists what would be deleted. The server's first organization cannot be deleted.",
                query: [Parameter("confirm", "The organization's name, to confirm the deletion.")],
                returns: .ok(OrganizationContents.shape, "What was deleted."),
                errors: .plugin + [
                    .invalid("The deletion is not confirmed."),
                    .conflict("It is the server's first organization, or a workflow was created in the meantime."),
                ], use: delete
            ).inSession(.owner),
        ]
    }

    @Sendable private func create(
        _ body: OrganizationName, _ request: Request, _ context: APIContext
    ) async throws -> OrganizationRecord {
        try await organizations.create(context.caller, name: body.name)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> OrganizationContents {
        try await organizations.delete(
            context.caller, context.id("organizationId"), confirmation: request.query("confirm"))
    }

    @Sendable private func update(
        _ body: OrganizationName, _ request: Request, _ context: APIContext
    ) async throws -> OrganizationRecord {
        try await organizations.rename(context.caller, context.id("organizationId"), to: body.name)
    }
}

extension OrganizationRecord {
    static let shape = Shape<OrganizationRecord>("Organization") {
        Member("id", .id, \.id, "Identifies the organization, as in the query parameter `organizationId`.")
        Member("name", .text(.name), \.name, "The organization's name.")
        Member("slug", .text.example("acme"), \.slug, "The slug for URLs; unique on this server.")
        Member("createdAt", .time, \.createdAt, "When the organization was created.")
        Member("updatedAt", .time, \.updatedAt, "When its name last changed.")
    }
}

extension OrganizationContents {
    static let shape = Shape<OrganizationContents>("DeletedOrganization") {
        Member("id", .id, \.organization.id, "The organization that was deleted.")
        Member("name", .text(.name), \.organization.name, "The organization's name.")
        Member("projects", .whole(0...Int.max), \.projects, "Deleted projects.")
        Member("workflows", .whole(0...Int.max), \.workflows, "Deleted workflows, with versions, deployments and runs.")
        Member("connections", .whole(0...Int.max), \.connections, "Deleted connections.")
        Member("apiKeys", .whole(0...Int.max), \.apiKeys, "Deleted API keys.")
        Member("members", .whole(0...Int.max), \.members, "Members of the organization, whose accounts are kept.")
    }
}
