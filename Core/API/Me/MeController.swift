import Platform

/// `/me`: what a caller may know of itself.
struct MeController {
    let identities: CallerIdentities
    let limits: RateLimits

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "me", "Get the caller",
                notes:
                    "Returns what the API key or session of the request belongs to and what it may do. `projects` has the newest "
                    + "\(CallerIdentity.projectLimit) projects that it reaches; `GET /api/projects` lists all of the organization.",
                returns: .ok(Me.shape)
            ) { _, context in
                Me(identity: try await identities.get(context.caller), limits: limits)
            }.withEntityTag
        ]
    }
}
