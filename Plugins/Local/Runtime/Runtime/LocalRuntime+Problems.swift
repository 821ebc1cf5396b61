import PluginMessages

// What the machine lacks that programs need. Runs wait for it, and operators are told.
extension LocalRuntime {
    /// To be called after what may have changed; those who run the server learn of what has.
    func reportProblems() {
        var deno: PluginFailure?
        do throws(PluginFailure) { _ = try DenoCommand(configuration) } catch { deno = error }
        guard let report = problems.report(deno: deno) else { return }
        for problem in report.new { observer.log(.error, problem.message) }
        for code in report.over { observer.log(.info, "Resolved: \(code).") }
        observer.problems(report.problems)
    }

    /// Logs what is met again as long as it lasts, when it begins and then now and then.
    /// - Parameter kind: What counts as the same work; `nil` is the text.
    func logRepeated(_ text: String, _ error: any Error, of kind: String? = nil) {
        guard let reason = problems.repeated.reason(for: error, of: kind ?? text, at: steady) else { return }
        observer.log(.error, "\(text): \(reason)")
    }

    /// - Throws: `local.files.missing`, `local.files.damaged`
    func requireFiles(of deployment: LocalDeployment) throws(PluginFailure) {
        let problem = configuration.folder(of: deployment.id).problem(digest: deployment.digest)
        if problems.filesHave(problem, of: deployment) { reportProblems() }
        if let problem { throw MachineProblems.failure(problem, of: deployment.service) }
    }
}
