import Confinement
import Foundation
import JSON

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
        case ended(ProcessEnd)
    }

    let token: MessageToken
    private let input: InputPipe
    private let life = WorkerHandle()

    /// - Throws: When there are too many open files.
    /// - Parameters:
    ///   - executor: Which handles the events.
    ///   - prints: Of its deployment.
    ///   - handle: Called there for each event, in their order.
    init(
        _ command: DenoCommand, shim: ShimFiles, folder: DeploymentFolder, on executor: RuntimeExecutor,
        prints: PrintLimit, handle: @escaping @Sendable (Event) -> Void
    ) throws(PipeError) {
        let input = try InputPipe()
        let output: WorkerOutput
        do throws(PipeError) { output = try WorkerOutput() } catch {
            close(input.readEnd)
            input.close()
            throw error
        }
        let token = MessageToken()
        self.token = token
        self.input = input
        let life = life
        Thread.detachNewThread {
            command.configuration.denoCache.prepare(folder)
            let program = command.program(shim: shim, folder: folder)
            let end = Self.run(
                program, command.confinement(shim: shim, folder: folder), input, output, life, token, prints
            ) { event, isMessage in
                if isMessage { executor.performHere { handle(event) } } else { executor.perform { handle(event) } }
            }
            executor.perform { handle(.ended(end)) }
        }
    }

    /// - Parameter claim: What is released when the process has read the message.
    func send(_ message: HostMessage, holding claim: BindingMemory.Claim? = nil) {
        input.write(message.bytes, holding: claim)
    }

    /// Sends messages at once.
    func send(_ messages: [HostMessage]) { input.write(messages.flatMap(\.bytes)) }

    /// Ends the process: it has nothing of its own to save.
    func kill() {
        life.end()
        input.close()
    }

    /// Returns how the process ended.
    private static func run(
        _ program: ConfinedProgram, _ confinement: Confinement?, _ input: InputPipe, _ output: WorkerOutput,
        _ life: WorkerHandle, _ token: MessageToken, _ prints: PrintLimit,
        handle: (_ event: Event, _ isMessage: Bool) -> Void
    ) -> ProcessEnd {
        defer { input.close() }
        let process: Result<ConfinedProcess, ConfinementError> = Result { () throws(ConfinementError) in
            try program.start(
                confinement, input: input.readEnd, output: output.writeEnds.output, error: output.writeEnds.error)
        }
        close(input.readEnd)
        output.closeWriteEnds()
        switch process {
        case .success(let process):
            life.begin(process)
            handle(.started(processId: process.id), false)
        case .failure: break
        }
        // This thread reads for this process only.
        output.read(
            { lines in
                let (events, printed) = events(lines, token)
                for event in events { handle(event, true) }
                prints.wait(after: printed)
            },
            errors: { lines in
                handle(.printed(lines.map { WorkerOutput.printed($0) }), false)
                prints.wait(after: lines.map(\.count))
            })
        switch process {
        case .success(let process): return ProcessEnd(process.wait())
        case .failure(let error): return ProcessEnd(.machine, "it could not be run: \(error)")
        }
    }

    /// What lines say, and the bytes of each that the program printed.
    private static func events(_ lines: [[UInt8]], _ token: MessageToken) -> ([Event], printed: [Int]) {
        var printed: [Int] = []
        var events: [Event] = []
        var messages: [WorkerMessage] = []
        var stray: [String] = []
        messages.reserveCapacity(lines.count)
        for line in lines {
            let (text, content) = token.split(line)
            if !text.isEmpty {
                printed.append(text.count)
                stray.append(WorkerOutput.printed(text))
            }
            guard let content else { continue }
            do {
                let message = try WorkerMessage(json: JSONValue(parsing: content))
                switch message {
                case .log, .printed: printed.append(content.count)
                default: break
                }
                messages.append(message)
            } catch {
                events.append(.malformed("\(error)"))
            }
        }
        if !stray.isEmpty { events.append(.stray(stray)) }
        return (events + [.messages(messages)], printed)
    }
}
