import Platform

struct StartRunJob: JSONBody {
    static let schema = Schema.body(
        [
            "action": .choice(RunJobAction.control.map(\.rawValue)).example("terminate").note(
                "The action to apply to each run."),
            "filter": RunJobFilter.schema.note(
                "Runs that match every member; at least one is required. Runs that begin later are not affected."),
        ], required: ["action", "filter"]
    ).closed.named("StartRunJob")

    let action: RunJobAction
    let filter: RunFilter
}

extension RunJobAction {
    /// The actions besides deletion, which requires another scope.
    static let control = allCases.filter { $0 != .delete }
}
