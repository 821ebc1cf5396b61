import ArgumentParser

/// The run that a command is about.
struct RunArgument: ParsableArguments {
    @Argument(help: "The run's id.")
    var run: String

    /// Where the API has it, below its workflow.
    /// - Parameter patience: How long to wait for a run that is not listed: one that a webhook has just started is a moment
    ///   after the response.
    func path(_ api: RESTClient, patience: Duration = .zero) async throws -> String {
        let end = ContinuousClock.now + patience
        while true {
            do {
                let summary = try await api.get("/api/runs/\(run.asPathSegment)")
                return "/api/workflows/\(summary["workflowId"]?.string ?? "")/runs/\(summary.id)"
            } catch let refusal as RESTClient.Refusal where refusal.status == 404 {
                guard .now < end else { throw refusal }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
