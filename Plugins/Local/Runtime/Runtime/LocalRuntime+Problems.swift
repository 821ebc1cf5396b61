import PluginMessages

// What the machine lacks that programs need. Runs wait for it, and operators are told.
extension LocalRuntime {
    /// To be called after what may have changed; those who run the server learn of what has.
    func reportProblems() {
        var problems = [shimFailure, trouble?.failure, portFailure].compactMap(\.self)
        // What else it says follows from this.
        if case .failure(let missing) = Result(catching: { () throws(PluginFailure) in try DenoCommand(configuration) })
        {
            problems.insert(missing, at: 0)
        }
        let folders = missingFiles.values.sorted()
        problems += folders.map(Self.missingFiles(of:))
        guard problems != reportedProblems else { return }
        for problem in problems where !reportedProblems.contains(problem) { observer.log(.error, problem.message) }
        for code in Set(reportedProblems.map(\.code)).subtracting(problems.map(\.code)).sorted() {
            observer.log(.info, "The problem \(code) is over.")
        }
        reportedProblems = problems
        observer.problems(problems)
    }

    /// A process ended before any code of a deployment ran in it.
    func failedToStart(because reason: String) {
        let earlier = trouble
        trouble = StartTrouble(reason, after: earlier, steady: steady)
        reportProblems()
    }

    /// Deno runs.
    func started() {
        guard trouble != nil else { return }
        trouble = nil
        reportProblems()
    }

    /// - Throws: `local.files.missing`
    func requireFiles(of deployment: DeploymentRecord) throws(PluginFailure) {
        let isThere = configuration.folder(of: deployment.id).isComplete
        if isThere {
            guard missingFiles.removeValue(forKey: deployment.id) != nil else { return }
        } else {
            missingFiles[deployment.id] = deployment.service
        }
        reportProblems()
        if !isThere { throw Self.missingFiles(of: deployment.service) }
    }

    private static func missingFiles(of service: String) -> PluginFailure {
        PluginFailure(
            code: "local.files.missing",
            message: """
                Files of the deployment \(service) are missing from the data folder. Restore them, or deploy the workflow \
                again; its runs wait.
                """, retryable: true)
    }
}
