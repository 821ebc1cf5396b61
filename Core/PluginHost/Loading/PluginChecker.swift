import Errors
import Glibc
import JSON
import PluginMessages
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Looks at libraries in a process of its own, so that one that crashes or hangs while it is loaded takes nothing
/// with it.
package struct PluginChecker: Sendable {
    /// The `millrace` executable.
    let executable: String

    /// For one library to be loaded.
    let patience: Duration

    package init(executable: String, patience: Duration) {
        self.executable = executable
        self.patience = patience
    }

    func check(_ path: String) async -> PluginInspection.Outcome {
        await check([path]).first ?? .failure(refusal(path, .pluginCheck, "It could not be checked."))
    }

    /// - Returns: The manifests, or why there is none, in the order of the paths. One process does for all, as long
    ///   as it lives.
    package func check(_ paths: [String]) async -> [PluginInspection.Outcome] {
        var outcomes: [PluginInspection.Outcome] = []
        while outcomes.count < paths.count {
            let rest = Array(paths[outcomes.count...])
            let (found, end) = await inspect(rest)
            outcomes += found
            guard found.count < rest.count else { break }
            outcomes.append(.failure(refusal(rest[found.count], .pluginCheck, end)))
        }
        return outcomes
    }

    /// - Returns: What was found until the process ended, and why it did not go on.
    private func inspect(_ paths: [String]) async -> (found: [PluginInspection.Outcome], end: String) {
        // What a library starts ends with the check.
        var options = PlatformOptions()
        options.processGroupID = 0
        guard let (own, lifeline) = Lifeline.pair() else {
            return ([], "It could not be checked: the system could not create a socket.")
        }
        defer { close(own) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(["plugin", "check", "--here"] + paths),
                environment: .custom(["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]), platformOptions: options,
                input: .fileDescriptor(.init(rawValue: lifeline), closeAfterSpawningProcess: true),
                output: .sequence, error: .discarded
            ) { execution in
                let kill: @Sendable () -> Void = { try? execution.send(signal: .kill, toProcessGroup: true) }
                let (progress, told) = AsyncStream.makeStream(of: Void.self)
                let watching = Task { await watch(progress, kill: kill) }
                let found = await read(execution.standardOutput, paths) { told.yield() }
                // It ends now, or has closed its output and goes on: a status that it has already stays.
                kill()
                told.finish()
                return (found, await watching.value)
            }
            let (found, hung) = result.closureResult
            return (found, Self.reason(result.terminationStatus, hung: hung))
        } catch {
            return ([], "It could not be checked: \(error)")
        }
    }

    /// - Parameter progress: Called after every line.
    private func read(
        _ output: SubprocessOutputSequence, _ paths: [String], progress: () -> Void
    ) async -> [PluginInspection.Outcome] {
        var found: [PluginInspection.Outcome] = []
        // A manifest has no bound that lines need to keep. Output that cannot be read is the end of it.
        var lines = output.strings(
            separatedBy: .unicodeScalarSequence(["\n"]), bufferingPolicy: .maxLineLength(Frame.longest)
        ).makeAsyncIterator()
        while found.count < paths.count, let line = try? await lines.next() {
            progress()
            guard let json = try? JSONValue(parsing: line),
                let inspection = try? PluginInspection(path: paths[found.count], json: json)
            else { continue }
            found.append(inspection.result)
        }
        return found
    }

    /// Calls `kill` when nothing comes for too long.
    /// - Returns: Whether it did.
    private func watch(_ progress: AsyncStream<Void>, kill: @escaping @Sendable () -> Void) async -> Bool {
        var iterator = progress.makeAsyncIterator()
        while true {
            let timer = Task {
                try await Task.sleep(for: patience)
                kill()
                return true
            }
            let isOver = await iterator.next() == nil
            timer.cancel()
            if (try? await timer.value) == true { return true }
            if isOver { return false }
        }
    }

    private static func reason(_ status: TerminationStatus, hung: Bool) -> String {
        if hung { return "It hangs while it is loaded." }
        return switch status {
        case .signaled(let signal): "It crashes while it is loaded (signal \(signal))."
        case .exited(let code): "It ends the process that loads it (status \(code))."
        }
    }

    private func refusal(_ path: String, _ code: ErrorCode, _ reason: String) -> PluginRefusal {
        PluginRefusal(path: path, code: code, reason: reason)
    }
}

extension PluginInspection {
    package typealias Outcome = Result<JSONValue, PluginRefusal>
}
