import JSON
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A Deno process that runs the instances of one deployment.
struct WorkerProcess: Sendable {
    /// What a process says, in order; the last is always how it ended.
    enum Event: Sendable {
        case started(processId: Int32)
        case messages([WorkerMessage])
        /// Lines of standard error.
        case printed([String])
        /// A line on standard output that is no message.
        case malformed(String)
        case ended(reason: String)
    }

    let events: AsyncStream<Event>
    private let input: AsyncStream<[UInt8]>.Continuation
    private let life: AsyncStream<Never>.Continuation

    init(_ command: DenoCommand, shim: ShimFiles, folder: DeploymentFolder) {
        let (input, inputContinuation) = AsyncStream.makeStream(of: [UInt8].self)
        let (life, lifeContinuation) = AsyncStream.makeStream(of: Never.self)
        let (events, eventContinuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        self.input = inputContinuation
        self.life = lifeContinuation
        let arguments = command.arguments(shim: shim, folder: folder)
        Task {
            let reason = await Self.run(command, arguments, input, life) { eventContinuation.yield($0) }
            eventContinuation.yield(.ended(reason: reason))
            eventContinuation.finish()
        }
    }

    func send(_ message: HostMessage) { input.yield(message.bytes) }

    /// Ends the process: it has nothing of its own to save.
    func kill() {
        life.finish()
        input.finish()
    }

    /// Returns how the process ended, for people.
    private static func run(
        _ command: DenoCommand, _ arguments: [String], _ input: AsyncStream<[UInt8]>,
        _ life: AsyncStream<Never>, event: @escaping @Sendable (Event) -> Void
    ) async -> String {
        let environment = Dictionary(
            uniqueKeysWithValues: command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.executable.path)), arguments: Arguments(arguments),
                environment: .custom(environment), input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                event(.started(processId: execution.processIdentifier.value))
                let writing = Task {
                    for await bytes in input { _ = try await execution.standardInputWriter.write(bytes) }
                }
                // Apart from the writing, which a process that does not read holds up.
                let killing = Task {
                    for await _ in life {}
                    if !Task.isCancelled { try execution.send(signal: .kill) }
                }
                async let errors: Void = read(execution.standardError) { lines in
                    event(.printed(lines.map { String(decoding: $0, as: UTF8.self) }))
                }
                try await read(execution.standardOutput) { lines in
                    var messages: [WorkerMessage] = []
                    for line in lines {
                        do { messages.append(try WorkerMessage(json: JSONValue(parsing: line))) } catch {
                            event(.malformed("\(String(decoding: line.prefix(200), as: UTF8.self)): \(error)"))
                        }
                    }
                    event(.messages(messages))
                }
                try await errors
                writing.cancel()
                killing.cancel()
            }
            return description(of: result.terminationStatus)
        } catch {
            return "it could not be run: \(error)"
        }
    }

    private static func read(_ output: SubprocessOutputSequence, lines: ([[UInt8]]) -> Void) async throws {
        var splitter = LineSplitter()
        for try await buffer in output {
            let found = buffer.withUnsafeBytes { splitter.lines(of: $0) }
            if !found.isEmpty { lines(found) }
        }
    }

    private static func description(of status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "it exited with status \(code)"
        case .signaled(let signal): "it was ended by signal \(signal)"
        }
    }
}
