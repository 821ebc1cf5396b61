/// The response of a running server.
struct Liveness {
    static let shape = Shape<Liveness>("Liveness") {
        Member(
            "status", .text(.choice(["ok"])), { _ in "ok" },
            "Always `ok`: the process serves requests.")
    }
}
