import JSON
import Platform

/// The response of a server all of whose checks pass.
struct Readiness {
    /// What a server does among those of one database.
    enum Role: String, CaseIterable { case leader, follower }

    let role: Role
    /// The name of the server that leads; `nil` where there is only one.
    let leader: String?
    /// What was checked.
    let checks: [Health.Check]

    static let shape = Shape<Readiness>("Readiness") {
        Member(
            "status", .text(.choice(["ready"])), { _ in "ready" },
            "Always `ready`; a server that is not ready responds with 503 or 507.")
        Member("checks", checks, \.checks, "Results by check.")
        Member(
            "role", .text(.choice(Role.allCases.map(\.rawValue))), { $0.role.rawValue },
            "`follower` of a server that stands by and forwards requests to the one that leads.")
        Member(
            "leader", .text, nullable: \.leader,
            "Name of the server that leads, where several can work on the database. A `follower` that executes requests itself "
                + "is ready without one while no server leads.")
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
        case .accepting: "The server is not shutting down."
        case .leader: "The server leads, or reaches the one that does and forwards requests to it."
        }
    }
}
