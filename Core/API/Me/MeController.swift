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
                    "Returns the organization, project and permissions of the API key or session of the request. "
                    + "`projects` has the newest \(CallerIdentity.projectLimit) projects that it reaches; `GET "
                    + "/api/projects` lists all of the organization.",
                returns: .ok(Me.shape)
            ) { _, context in
                Me(identity: try await identities.get(context.caller), limits: limits)
            }.withEntityTag
        ]
    }
}
