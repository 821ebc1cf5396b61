import Confinement
import Glibc
import JSON
import PluginMessages
import Synchronization

/// One life of a process that has a plugin's library loaded: `millrace plugin-host`.
final class PluginProcess: Sendable {
    struct Command: Sendable {
        /// The `millrace` executable.
        let executable: String
        /// Absolute: the process runs in another folder.
        let library: String
        /// Bytes of resident memory; a process that has more is ended.
        let memoryLimit: Int
        /// How long a call may go on beyond its time limit before the process is ended.
        let grace: Duration
        /// The plugin's data; `nil`: it has none.
        let folder: String?
        /// `nil` lets the process do what the server may.
        let walls: PluginSandbox?
    }

    private let command: Command
    private let socket: FrameSocket
    private let child: Int32
    private let services: HostServices
    private let calls = PendingCalls()
    /// That it is to end, or has lost its connection and so can do nothing but end.
    private let ending = Latch()
    /// Opens when the process has exited and every call has failed.
    private let ended = Latch()
    /// Why it was ended from here; the first reason counts.
    private let terminationReason = Mutex<PluginFailure?>(nil)
    private let memory = Mutex(0)

    /// - Throws: ``PluginFailure`` when the system gives no socket.
    init(_ command: Command, services: HostServices) throws(PluginFailure) {
        guard let (socket, child) = FrameSocket.pair() else {
            throw PluginFailure(code: .pluginProcess, message: "The system could not create a socket.", retryable: true)
        }
        self.command = command
        self.socket = socket
        self.child = child
        self.services = services
    }

    /// Bytes of resident memory when it was last looked at.
    var residentMemory: Int { memory.withLock { $0 } }

    /// Starts the process and returns when it has loaded the library.
    /// - Parameter onEnd: Called once, after every call has failed, with why.
    /// - Returns: The manifest.
    func start(
        deadline: Duration, onEnd: @escaping @Sendable (PluginFailure) -> Void
    ) async throws(PluginFailure) -> JSONValue {
        let number = calls.number()
        let answer = await CallDeadline.limit(deadline) {
            await withCheckedContinuation { continuation in
                guard self.calls.begin(number, event: { _, _ in }, continuation) else { return }
                self.socket.read({ self.receive($0, ready: number) }) { isMalformed in
                    isMalformed ? self.end(.malformed("The process sent a malformed message.")) : self.ending.open()
                }
                Task {
                    let failure = await self.live()
                    self.calls.end(failure)
                    self.ended.open()
                    onEnd(failure)
                }
            }
        } onTimeout: {
            self.end(.hung("It did not load within \(deadline)."))
        }
        return try PluginReply.value(answer.get())
    }

    func call(
        _ method: String, _ params: JSONValue, deadline: Duration, event: @escaping PendingCalls.Event
    ) async throws(PluginFailure) -> JSONValue {
        try PluginReply.value(await exchange(method, params.bytes, deadline: deadline, event: event))
    }

    func exchange(
        _ method: String, _ params: [UInt8], deadline: Duration, event: @escaping PendingCalls.Event
    ) async throws(PluginFailure) -> [UInt8] {
        let number = calls.number()
        let due = ContinuousClock.now + deadline
        let frame = Frame(.call, number, PluginRequest(method: method, params: params, deadline: deadline).bytes)
        let answer = await withTaskCancellationHandler {
            await CallDeadline.limit(deadline) {
                await withCheckedContinuation { continuation in
                    if self.calls.begin(number, event: event, continuation) { self.socket.send(frame) }
                }
            } onTimeout: {
                self.abandon(number, .timeout(method, deadline), due: due)
            }
        } onCancel: {
            abandon(number, .cancelled, due: due)
        }
        return try answer.get()
    }

    /// Lets the plugin stop its work; ends the process when it takes longer than `patience`. There is none any more
    /// when this returns.
    func stop(patience: Duration) async {
        socket.send(Frame(.shutdown))
        await CallDeadline.limit(patience) {
            await self.ended.wait()
        } onTimeout: {
            self.ending.open()
        }
    }

    /// Ends the process at once.
    func end(_ failure: PluginFailure) {
        terminationReason.withLock { $0 = $0 ?? failure }
        ending.open()
    }

    /// Ends the wait for an answer. A plugin that still owes it some time after its time limit hangs.
    private func abandon(_ number: UInt64, _ failure: PluginFailure, due: ContinuousClock.Instant) {
        guard calls.abandon(number, failure) else { return }
        socket.send(Frame(.cancel, number))
        Task {
            try await Task.sleep(until: due + command.grace, clock: .continuous)
            guard calls.isOverdue(number) else { return }
            end(.hung("It did not end a call within \(command.grace) of its time limit."))
        }
    }

    private func receive(_ frame: Frame, ready: UInt64) {
        switch frame.kind {
        case .ready: calls.answer(ready, .success(frame.payload))
        case .refused, .error:
            calls.answer(
                frame.kind == .refused ? ready : frame.number, .failure(PluginReply.failure(frame.payload)))
        case .event: calls.event(frame.number, frame.payload)
        case .result: calls.answer(frame.number, .success(frame.payload))
        case .log:
            services.log(
                level: PluginLogLevel(rawValue: UInt8(truncatingIfNeeded: frame.number)) ?? .info,
                String(decoding: frame.payload, as: UTF8.self))
        case .emit:
            guard let event = try? JSONValue(parsing: frame.payload), let name = event["name"]?.string else { return }
            services.emit(name, (event["payload"] ?? .null).bytes)
        case .fetch: services.fetch(frame.payload, answer: answer(frame.number))
        case .state: services.state(String(decoding: frame.payload, as: UTF8.self), answer: answer(frame.number))
        case .setState:
            guard let change = try? JSONValue(parsing: frame.payload), let key = change["key"]?.string else { return }
            services.setState(key, (change["value"] ?? .null).bytes, answer: answer(frame.number))
        case .call, .cancel, .shutdown, .answer, .refusal:
            end(
                .malformed(
                    "It sent a message type reserved for the server."))
        }
    }

    private func answer(_ request: UInt64) -> HostFunctions.Answer {
        { [socket] answer in
            switch answer {
            case .success(let value): socket.send(Frame(.answer, request, value.bytes))
            case .failure(let failure): socket.send(Frame(.refusal, request, failure.json.bytes))
            }
        }
    }

    /// Runs the process to its end.
    private func live() async -> PluginFailure {
        let how: String
        do throws(ConfinementError) {
            guard let printed = PipeReader() else { throw ConfinementError(code: errno, action: "create a pipe") }
            let process: PluginChildProcess
            do throws(ConfinementError) {
                process = try await PluginChildProcess.start(
                    program, walls, input: child, output: child, error: printed.writeEnd)
            } catch {
                close(child)
                printed.read { _ in false }
                await printed.finish()
                throw error
            }
            close(child)
            printed.closeWriteEnd()
            let log = printedLines
            printed.read { piece in
                log(piece)
                return true
            }
            let watching = Task { await watch(process.id) }
            await ending.wait()
            process.kill()
            watching.cancel()
            await watching.value
            switch await process.wait() {
            case .exited(let code): how = "it exited with status \(code)"
            case .signaled(let signal): how = "it was ended by signal \(signal)"
            }
            await printed.finish()
        } catch {
            how = "it could not be run: \(error)"
        }
        socket.end()
        ending.open()
        return terminationReason.withLock { $0 } ?? .crashed(how)
    }

    private var program: ConfinedProgram {
        ConfinedProgram(
            executable: command.executable,
            arguments: ["plugin-host", command.library, "--memory-limit", "\(command.memoryLimit)"],
            environment: environment, folder: command.folder ?? "/", isBound: true)
    }

    private var walls: Confinement? {
        command.walls?.confinement(
            of: [command.library], executable: command.executable, folder: command.folder)
    }

    /// Hands what the plugin prints on to the log, as lines.
    private var printedLines: @Sendable (UnsafeRawBufferPointer) -> Void {
        let lines = Mutex(PrintedLines())
        return { [services] piece in
            for line in lines.withLock({ $0.lines(of: piece) }) { services.log(level: .info, line) }
        }
    }

    /// Ends a process that takes too much memory, and notices one that has ended while what it started holds its
    /// connection open. The kernel refuses it what is far beyond the limit before this looks again.
    private func watch(_ process: Int32) async {
        var checks = 0
        while !Task.isCancelled {
            let resident = ProcessMemory.resident(of: process)
            if let walls = command.walls {
                let threads = ProcessMemory.threads(of: process)
                if threads > PluginSandbox.mostThreads { end(.tooManyThreads(threads)) }
                // A folder takes longer to look at than a process.
                if checks % 10 == 0, let folder = command.folder {
                    let size =
                        FolderSize.bytes(of: folder, upTo: walls.diskLimit)
                        + DeletedFiles.bytes(of: process, on: folder)
                    if size > walls.diskLimit { end(.diskFull(limit: walls.diskLimit)) }
                }
            }
            checks += 1
            memory.withLock { $0 = resident }
            if resident == 0 { ending.open() }
            if resident > command.memoryLimit { end(.outOfMemory(resident, limit: command.memoryLimit)) }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Nothing of the server's environment is a plugin's business: secrets may be in there.
    private var environment: [String: String] {
        var environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        environment["TMPDIR"] = command.folder
        return environment
    }
}

extension PluginFailure {
    fileprivate static func crashed(_ how: String) -> PluginFailure {
        PluginFailure(code: .pluginCrashed, message: "The plugin's process has ended: \(how).", retryable: true)
    }

    fileprivate static func hung(_ what: String) -> PluginFailure {
        PluginFailure(code: .pluginHung, message: "The plugin's process was ended. \(what)", retryable: true)
    }

    fileprivate static func malformed(_ what: String) -> PluginFailure {
        PluginFailure(code: .pluginProtocol, message: "The plugin's process was ended. \(what)", retryable: true)
    }

    fileprivate static func outOfMemory(_ used: Int, limit: Int) -> PluginFailure {
        PluginFailure(
            code: .pluginMemory,
            message: "The plugin's process was ended: it used \(used >> 20) MiB of memory; the limit is "
                + "\(limit >> 20) MiB.", retryable: true)
    }

    fileprivate static func tooManyThreads(_ count: Int) -> PluginFailure {
        PluginFailure(
            code: .pluginThreads,
            message:
                "The plugin's process was ended: it had \(count) threads; the limit is \(PluginSandbox.mostThreads).",
            retryable: true)
    }

    fileprivate static func diskFull(limit: Int) -> PluginFailure {
        PluginFailure(
            code: .pluginDisk,
            message: "The plugin's process was ended: its data folder is larger than the limit of \(limit >> 20) MiB.")
    }
}
