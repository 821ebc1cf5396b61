import Platform
import Storage

/// A caller, with the server's limits.
struct Me {
    let identity: CallerIdentity
    let limits: RateLimits

    static let shape = Shape<Me>("Me") {
        Member("kind", .choice, \.identity.kind, "Whether the request has an API key or a session.")
        Member("user", Person.shape, \.identity.person, "The signed-in user, or the one who created the API key.")
        Member("organization", OrganizationRecord.shape, \.identity.organization, "The organization of the request.")
        Member("projectId", .id, \.identity.project, "The project of the request.")
        Member("projects", .list(of: Project.shape), \.identity.projects, "The projects that the caller reaches.")
        Member(
            "role", .text(.choice(of: Role.self)), nullable: { $0.identity.role?.rawValue },
            "The user's role in the organization; `null` for an API key.")
        Member("scopes", .list(of: .choice), \.identity.scopes, "The scopes of the caller; a session has all of them.")
        Member(
            "organizationWide", .flag, { $0.identity.reach == .organization },
            "Whether the caller reaches all projects of the organization.")
        Member("apiKeyId", .id, nullable: \.identity.key?.id, "Identifies the API key; `null` for a session.")
        Member("apiKeyName", .text(.name), nullable: \.identity.key?.name, "The label of the API key.")
        Member(
            "expiresAt", .time, nullable: \.identity.expiresAt,
            "When the API key or session ends; `null` for a key that does not expire.")
        Member("limits", .list(of: Limit.shape), { Limit.all(of: $0.limits) }, "The server's rate limits.")
    }

    private struct Limit {
        let policy: RateLimits.Policy
        let quota: Int

        static func all(of limits: RateLimits) -> [Limit] {
            RateLimits.Policy.allCases.compactMap { policy in
                limits.count(policy).map { Limit(policy: policy, quota: $0) }
            }
        }

        static let shape = Shape<Limit> {
            Member(
                "policy", .choice, \.policy,
                "The policy: `global` counts all requests of an address, the others count those of the user.")
            Member("requests", .whole(1...Int.max), \.quota, "How many requests are allowed in a window.")
            Member("window", .whole(1...Int.max), { _ in RateLimits.window }, "Seconds of a window.")
        }
    }
}
