import PluginMessages

/// What this machine lacks that programs need, and what of it was reported.
struct MachineProblems: Sendable {
    /// How often it is looked for them again; the alarm may ring much more often.
    private static let interval = Duration.seconds(1)

    /// Why programs cannot run: the code that runs them could not be written.
    var shim: PluginFailure?
    /// Why functions cannot answer.
    var port: PluginFailure?
    /// Why Deno could not be started the last time.
    private(set) var start: StartFailure?
    /// Of deployments whose files are missing or damaged, by deployment.
    private var files: [String: PluginFailure] = [:]
    /// Why resources cannot be used, and until when that is believed.
    private var disk: (failure: PluginFailure, until: Duration)?
    var damage = JournalDamage()
    /// What the log has of those that last.
    var repeated = RepeatedProblems()
    private var reported: [PluginFailure] = []
    private var nextCheck = Duration.zero

    /// What has changed since the last report.
    struct Report: Sendable {
        let problems: [PluginFailure]
        let new: [PluginFailure]
        /// The codes of those that are over.
        let over: [String]
    }

    mutating func isDue(_ steady: Duration) -> Bool {
        guard nextCheck <= steady else { return false }
        nextCheck = steady + Self.interval
        return true
    }

    /// What waits for the disk tries again before that.
    private static let diskInterval = Duration.seconds(60)

    /// - Returns: Whether this has changed.
    mutating func diskFailed(_ failure: PluginFailure, at steady: Duration) -> Bool {
        defer { disk = (failure, steady + Self.diskInterval) }
        return disk?.failure != failure
    }

    /// - Parameters:
    ///   - deno: Why there is no Deno to start.
    ///   - steady: Now.
    /// - Returns: `nil` when nothing has changed.
    mutating func report(deno: PluginFailure?, at steady: Duration) -> Report? {
        if let until = disk?.until, until <= steady { disk = nil }
        // What else there is follows from a missing Deno.
        let problems =
            [deno, shim, start?.failure, port, disk?.failure].compactMap(\.self)
            + files.values.sorted { $0.message < $1.message } + damage.problems
        guard problems != reported else { return nil }
        defer { reported = problems }
        return Report(
            problems: problems, new: problems.filter { !reported.contains($0) },
            over: Set(reported.map(\.code)).subtracting(problems.map(\.code)).sorted())
    }

    /// Why no process can be started now.
    func refusal(at steady: Duration) -> PluginFailure? {
        if let shim { return shim }
        guard let start, start.holds(at: steady) else { return nil }
        return start.failure
    }

    /// A process ended before any code of a deployment ran in it.
    mutating func failedToStart(because reason: String, at steady: Duration) {
        start = StartFailure(reason, after: start, steady: steady)
    }

    /// Nothing is waited for before the next try.
    mutating func retryStart(at steady: Duration) { start?.retryAt = steady }

    /// - Returns: `false` if nothing was wrong.
    mutating func started() -> Bool {
        defer { start = nil }
        return start != nil
    }

    /// - Returns: Whether this has changed.
    mutating func filesHave(_ problem: DeploymentFolder.Problem?, of deployment: LocalDeployment) -> Bool {
        let failure = problem.map { Self.failure($0, of: deployment.service) }
        defer { files[deployment.id] = failure }
        return files[deployment.id] != failure
    }

    static func failure(_ problem: DeploymentFolder.Problem, of service: String) -> PluginFailure {
        let (code, what): (FailureCode, String) =
            switch problem {
            case .missing: (.filesMissing, "are missing from the data folder")
            case .damaged: (.filesDamaged, "are damaged: their content differs from what was deployed")
            }
        return PluginFailure(
            code,
            message: "Files of the deployment \(service) \(what). Restore them, or deploy the workflow again; its runs "
                + "wait.", retryable: true)
    }
}
