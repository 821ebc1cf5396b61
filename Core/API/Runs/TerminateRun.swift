import Platform

struct TerminateRun: JSONBody {
    static let isOptional = true
    static let schema = Schema.body([
        "rollback": Schema.flag.usually(false).note(
            "Whether the rollback handlers that the run's steps registered run before it ends.")
    ]).closed.named("TerminateRun")

    let rollback: Bool?
}
