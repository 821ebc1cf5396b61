import JSON
import Platform

/// The response of a running server.
struct Liveness {
    static let shape = Shape<Liveness>("Liveness") { Member("status", .text(.choice(["ok"])), { _ in "ok" }) }
}

/// The response of a server all of whose checks pass.
struct Readiness {
    static let shape = Shape<Readiness>("Readiness") {
        Member("status", .text(.choice(["ready"])), { _ in "ready" })
        Member("checks", checks, { _ in Health.Check.allCases }, "Results by check.")
    }

    private static let checks = Shape<[Health.Check]>(
        Schema.object(Health.Check.allCases.map { ($0.rawValue, .choice(["ok"])) }, required: [])
    ) { checks in
        .object(JSONObject(checks.map { ($0.rawValue, "ok") }))
    }
}

/// A server whose checks fail.
struct NotReady: Error {
    let failed: Set<Health.Check>
    /// Codes of what plugins report, by plugin.
    let reported: [(plugin: String, code: String)]
}
