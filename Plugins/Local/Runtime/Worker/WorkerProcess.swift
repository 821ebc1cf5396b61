import Foundation
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
        /// Lines on standard output that the program wrote by itself.
        case stray([String])
        /// The runtime's own code in the process never sends that.
        case malformed(String)
        case ended(ProcessLoss, reason: String)
    }

    /// Of standard error.
    private static let longestPrintedLine = 64 * 1024

    let token: MessageToken
    private let input: InputPipe
    private let life: AsyncStream<Never>.Continuation

    /// - Throws: When there are too many open files.
    /// - Parameters:
    ///   - executor: Which handles the events.
    ///   - handle: Called there for each event, in their order.
    init(
        _ command: DenoCommand, shim: ShimFiles, folder: DeploymentFolder, on executor: RuntimeExecutor,
        handle: @escaping @Sendable (Event) -> Void
    ) throws(PipeError) {
        let input = try InputPipe()
        let output = try OutputPipe()
        let (life, lifeContinuation) = AsyncStream.makeStream(of: Never.self)
        let token = MessageToken()
        self.token = token
        self.input = input
        self.life = lifeContinuation
        let arguments = command.arguments(shim: shim, folder: folder)
        let (ends, endContinuation) = AsyncStream.makeStream(of: Never.self)
        output.read(
            { lines in
                let events = Self.events(lines, token)
                executor.performHere { for event in events { handle(event) } }
            },
            end: { endContinuation.finish() })
        Task {
            let (loss, reason) = await Self.run(
                command, arguments, in: folder.url, input, output, ends, life
            ) { event in
                executor.perform { handle(event) }
            }
            executor.perform { handle(.ended(loss, reason: reason)) }
        }
    }

    func send(_ message: HostMessage) { input.write(message.bytes) }

    /// Sends messages at once.
    func send(_ messages: [HostMessage]) { input.write(messages.flatMap(\.bytes)) }

    /// Ends the process: it has nothing of its own to save.
    func kill() {
        life.finish()
        input.close()
    }

    /// Returns how the process ended, for people.
    private static func run(
        _ command: DenoCommand, _ arguments: [String], in folder: URL, _ input: InputPipe, _ output: OutputPipe,
        _ ends: AsyncStream<Never>, _ life: AsyncStream<Never>, event: @escaping @Sendable (Event) -> Void
    ) async -> (ProcessLoss, String) {
        let environment = Dictionary(
            uniqueKeysWithValues: command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        defer { input.close() }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.executable.path)), arguments: Arguments(arguments),
                environment: .custom(environment), workingDirectory: FilePath(folder.path),
                input: .fileDescriptor(.init(rawValue: input.readEnd), closeAfterSpawningProcess: true),
                output: .fileDescriptor(.init(rawValue: output.writeEnd), closeAfterSpawningProcess: true),
                error: .sequence
            ) { execution in
                event(.started(processId: execution.processIdentifier.value))
                let killing = Task {
                    for await _ in life {}
                    if !Task.isCancelled { try execution.send(signal: .kill) }
                }
                var splitter = LineSplitter(longest: Self.longestPrintedLine)
                do {
                    for try await buffer in execution.standardError {
                        let lines = buffer.withUnsafeBytes { splitter.lines(of: [UInt8]($0)[...]) }
                        if !lines.isEmpty { event(.printed(lines.map { String(decoding: $0, as: UTF8.self) })) }
                    }
                } catch {
                    // It would wait for ever for somebody who reads what it prints.
                    try? execution.send(signal: .kill)
                }
                for await _ in ends {}
                // Only until this returns the process's number is its own.
                killing.cancel()
                _ = await killing.result
            }
            return description(of: result.terminationStatus)
        } catch {
            return (.crashed, "it could not be run: \(error)")
        }
    }

    private static func events(_ lines: [[UInt8]], _ token: MessageToken) -> [Event] {
        var events: [Event] = []
        var messages: [WorkerMessage] = []
        var stray: [String] = []
        messages.reserveCapacity(lines.count)
        for line in lines {
            let (text, content) = token.split(line)
            if !text.isEmpty { stray.append(String(decoding: text.prefix(longestPrintedLine), as: UTF8.self)) }
            guard let content else { continue }
            do { messages.append(try WorkerMessage(json: JSONValue(parsing: content))) } catch {
                events.append(.malformed("\(error)"))
            }
        }
        if !stray.isEmpty { events.append(.stray(stray)) }
        return events + [.messages(messages)]
    }

    private static func description(of status: TerminationStatus) -> (ProcessLoss, String) {
        switch status {
        case .exited(let code): (.crashed, "it exited with status \(code)")
        case .signaled(SIGKILL): (.killed, "it was killed")
        case .signaled(SIGXCPU): (.excess, "it computed too long")
        case .signaled(let signal): (.crashed, "it was ended by signal \(signal)")
        }
    }
}
