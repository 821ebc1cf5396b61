import Platform

/// A deployment that was taken down, with what ended with it.
struct TakenDown {
    let deployment: Deployment
    let effects: TakedownEffects

    static let shape = Shape<TakenDown>("TakenDown") {
        Deployment.shape.members(of: \.deployment)
        TakedownEffects.shape.members(of: \.effects)
    }
}

extension TakedownEffects {
    static let shape = Shape<TakedownEffects>("TakedownEffects") {
        Member(
            "endedRuns", .whole(0...Int.max).example(2), \.runs,
            "The number of runs that had not ended and end with the deployment.")
        Member(
            "dependants", .list(of: dependant), \.dependants,
            "Deployed workflows and functions that call it with the same connection; their calls fail from then on.")
    }

    private static let dependant = Shape<Dependant>("Dependant") {
        Member("workflowId", .id, \.workflow, "The workflow that calls it.")
        Member("name", .text.example("Order approval"), \.name, "Its name.")
    }
}
