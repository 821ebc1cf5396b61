import Confinement
import Errors
import Glibc
import JSON
import PluginMessages
import Synchronization

/// Looks at libraries in a process of its own, so that one that crashes or hangs while it is loaded takes nothing
/// with it.
package struct PluginChecker: LibraryChecker {
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
        guard let (own, lifeline) = Lifeline.pair(), let printed = PipeReader(),
            case let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC), nothing >= 0
        else { return ([], "It could not be checked: the system could not create a socket.") }
        defer { for descriptor in [own, lifeline, nothing] { close(descriptor) } }
        // It runs in another folder than the caller, and a name without a folder is one of the system's libraries.
        let libraries = paths.map(PluginHost.absolute)
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        read(printed, line)
        do throws(ConfinementError) {
            // What it tells is the manifests: a library that is looked at has no use for more.
            let process = try await PluginChildProcess.start(
                program(libraries),
                PluginSandbox.inspection.confinement(of: libraries, executable: executable, folder: nil),
                input: lifeline, output: printed.writeEnd, error: nothing)
            printed.closeWriteEnd()
            let (progress, told) = AsyncStream.makeStream(of: Void.self)
            let watching = Task { await watch(progress) { process.kill() } }
            let found = await outcomes(of: paths, in: lines) { told.yield() }
            // It ends now, or has closed its output and goes on: a status that it has already stays.
            process.kill()
            told.finish()
            let hung = await watching.value
            let end = await process.wait()
            await printed.finish()
            return (found, Self.reason(end, hung: hung))
        } catch {
            await printed.finish()
            return ([], "It could not be checked: \(error)")
        }
    }

    private func program(_ paths: [String]) -> ConfinedProgram {
        ConfinedProgram(
            executable: executable, arguments: ["plugin", "check", "--here"] + paths,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], folder: "/", isBound: true)
    }

    /// Cuts what the process prints into lines. Output without an end of a line is the end of it.
    private func read(_ printed: PipeReader, _ line: AsyncStream<String>.Continuation) {
        let rest = Mutex<[UInt8]>([])
        printed.read { piece in
            rest.withLock { rest in
                rest += piece
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    line.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeSubrange(...end)
                }
                guard rest.count <= Frame.longest else {
                    line.finish()
                    return false
                }
                return true
            }
        }
        Task {
            await printed.ended()
            line.finish()
        }
    }

    /// - Parameter progress: Called after every line.
    private func outcomes(
        of paths: [String], in lines: AsyncStream<String>, progress: () -> Void
    ) async -> [PluginInspection.Outcome] {
        var found: [PluginInspection.Outcome] = []
        var lines = lines.makeAsyncIterator()
        while found.count < paths.count, let line = await lines.next() {
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

    private static func reason(_ end: ConfinedProcess.End, hung: Bool) -> String {
        if hung { return "It hangs while it is loaded." }
        return switch end {
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
