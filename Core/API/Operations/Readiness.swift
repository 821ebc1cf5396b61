import JSON
import Platform

/// The response of a running server.
struct Liveness {
    static let shape = Shape<Liveness>("Liveness") {
        Member(
            "status", .text(.choice(["ok"])), { _ in "ok" },
            "Always `ok`: the process serves requests.")
    }
}

/// The response of a server all of whose checks pass.
struct Readiness {
    static let shape = Shape<Readiness>("Readiness") {
        Member(
            "status", .text(.choice(["ready"])), { _ in "ready" },
            "Always `ready`; a server that is not ready responds with 503 or 507.")
        Member("checks", checks, { _ in Health.Check.allCases }, "Results by check.")
    }

    private static let checks = Shape<[Health.Check]>(
        Schema.object(Health.Check.allCases.map { ($0.rawValue, Schema.choice(["ok"]).note($0.note)) }, required: [])
    ) { checks in
        .object(JSONObject(checks.map { ($0.rawValue, "ok") }))
    }
}

extension Health.Check {
    /// What passing it means.
    fileprivate var note: String {
        switch self {
        case .database: "The database can be read."
        case .storage: "The database can be written."
        case .plugins: "The plugins are loaded and report no problem."
        case .accepting: "The server has not been asked to stop."
        }
    }
}

/// A server whose checks fail.
struct NotReady: Error {
    let failed: Set<Health.Check>
    /// Codes of what plugins report, by plugin.
    let reported: [(plugin: String, code: String)]
}
