import Platform

extension VariableUses {
    static let shape = Shape<VariableUses>("VariableUses") {
        Member(
            "workflows", .list(of: Use.shape), \.uses,
            "Workflows whose latest or deployed version reads the variable and that have none of the same name that "
                + "replaces it; by name, at most 200.")
        Member("count", .whole(0...Int.max).example(1), \.count, "How many there are.")
    }
}

extension VariableUses.Use {
    fileprivate static let shape = Shape<VariableUses.Use>("VariableUse") {
        Member("workflowId", .id, \.workflow, "The workflow.")
        Member("name", .text(.name), \.name, "The workflow's name.")
        Member("projectId", .id, \.project, "The project that the workflow belongs to.")
        Member(
            "inLatestVersion", .flag, \.isOfLatest,
            "Whether the latest version reads the variable; `false` if only a deployed one does.")
        Member(
            "staleDeployments", .list(of: deployment).example([]), \.stale,
            "Deployments whose value differs from the one that a deploy would set now.")
    }

    private static let deployment = Shape<Deployment> {
        Member("deploymentId", .id, \.id, "The deployment.")
        Member("connectionId", .id, nullable: \.connection, "Its connection; `null` once it was deleted.")
        Member("status", .choice.example("active"), \.status, "As in `staleDeployments` of the workflow.")
    }
}
