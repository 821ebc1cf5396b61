import PluginMessages

/// What the machine lacks that programs need. Runs wait for it, and operators are told.
final class ProblemReports: RuntimePart {
    let context: RuntimeContext
    private var problems = MachineProblems()

    init(_ context: RuntimeContext) { self.context = context }

    /// To be called after what may have changed; those who run the server learn of what has.
    func report() {
        var deno: PluginFailure?
        do throws(PluginFailure) { _ = try DenoCommand(configuration) } catch { deno = error }
        guard let report = problems.report(deno: deno, at: steady) else { return }
        for problem in report.new { observer.log(.error, problem.message) }
        for code in report.over { observer.log(.info, "Resolved: \(code).") }
        observer.problems(report.problems)
    }

    /// ``report()`` when it was not called for a while; the alarm may ring much more often.
    func reportIfDue() { if problems.isDue(steady) { report() } }

    /// Logs what is met again as long as it lasts, when it begins and then now and then.
    /// - Parameter kind: What counts as the same work; `nil` is the text.
    func logRepeated(_ text: String, _ error: any Error, of kind: String? = nil) {
        guard let reason = problems.repeated.reason(for: error, of: kind ?? text, at: steady) else { return }
        observer.log(.error, "\(text): \(reason)")
    }

    /// Writes the code that runs programs; where that fails the alarm tries again.
    nonisolated(nonsending) func writeShim() async {
        do {
            try await configuration.shim.write(esbuild: configuration.esbuild)
            problems.shim = nil
        } catch {
            problems.shim =
                DiskProblem(error) != nil
                ? .ofMachine(error)
                : error as? PluginFailure ?? PluginFailure(.shim, message: "The runtime cannot be written: \(error)")
        }
    }

    /// Something that a program asked for failed through no fault of its own: operators are told as long as it lasts.
    /// - Parameters:
    ///   - what: What it asked.
    ///   - failure: As programs are told of it.
    func noteFailure(of what: String, _ error: any Error, told failure: PluginFailure) {
        logRepeated("\(what) failed, and is tried again", error, of: failure.code)
        switch failure.local {
        case .diskFull, .diskReadOnly, .diskFailed: if problems.diskFailed(failure, at: steady) { report() }
        // Those are reported by what met them first.
        default: break
        }
    }

    var hasShim: Bool { problems.shim == nil }

    /// ``writeShim()`` when that failed, or no process starts.
    nonisolated(nonsending) func retryShim() async {
        if problems.shim != nil || problems.start != nil { await writeShim() }
    }

    /// Someone asks for a process and waits for the answer: what was so a while ago is looked at anew.
    nonisolated(nonsending) func lookAnew() async {
        await retryShim()
        problems.retryStart(at: steady)
        report()
    }
}

// Why functions cannot answer.
extension ProblemReports {
    var port: PluginFailure? { problems.port }

    func portOpened() { problems.port = nil }
    func portRefused(_ failure: PluginFailure) { problems.port = failure }
}

// Why processes cannot be started.
extension ProblemReports {
    /// Why no process can be started now.
    var refusal: PluginFailure? { problems.refusal(at: steady) }

    /// In how long a process is started again, after one that did not start.
    var startDelay: Duration? { problems.start.map { max(.zero, $0.retryAt - steady) } }

    func processStarted() { if problems.started() { report() } }

    /// A process ended before any code of a deployment ran in it.
    func processFailed(because reason: String) {
        problems.failedToStart(because: reason, at: steady)
        report()
    }

    /// - Throws: `local.files.missing`, `local.files.damaged`
    func requireFiles(of deployment: LocalDeployment) throws(PluginFailure) {
        let problem = configuration.folder(of: deployment.id).problem(digest: deployment.digest)
        if problems.filesHave(problem, of: deployment) { report() }
        if let problem { throw MachineProblems.failure(problem, of: deployment.service) }
    }
}

// A journal that the disk has changed. The machine's failure: operators are told.
extension ProblemReports {
    /// Reads the whole journal beside the work; returns when that is done.
    nonisolated(nonsending) func checkJournal() async {
        let damage: [String]
        do { damage = try await journal.damage() } catch { damage = ["\(error)"] }
        guard !damage.isEmpty, !isClosed else { return }
        problems.damage.file = damage
        report()
    }

    /// A row of the run does not match its checksum.
    func damageMet(in run: InstanceID) { problems.damage.met(in: run) }

    /// Messages of a queue do not match their checksums.
    func damageMet(inMessages ids: [String], of queue: String) {
        problems.damage.met(inMessages: ids, of: queue)
        report()
    }

    func hasDamage(_ run: InstanceID) -> Bool { problems.damage.has(run) }
}
