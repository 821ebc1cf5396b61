import Foundation
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that runs beside a test, and is ended with this value.
///
/// Foundation's `Process` does not do for this: it learns of an end through a descriptor that programs started later
/// inherit, so that the end of one may be noticed only when others have ended, too, and never when they wait for it.
public final class RunningProgram: Sendable {
    public enum End: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
        /// It could not be run.
        case failure(String)
    }

    public struct StillRuns: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    private let name: String
    private let life = Life()

    /// Returns when it runs, or cannot.
    /// - Parameters:
    ///   - environment: Besides that of the tests.
    ///   - output: The file that what it prints is added to.
    public init(
        executable: URL, arguments: [String], environment: [String: String] = [:], output: URL
    ) async throws {
        name = executable.lastPathComponent
        let file = try FileDescriptor.open(
            FilePath(output.path), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let added = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value as String?) }
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let life = life
        Task {
            do {
                let result = try await Subprocess.run(
                    .path(FilePath(executable.path)), arguments: Arguments(arguments),
                    environment: .inherit.updating(Dictionary(uniqueKeysWithValues: added)), input: .none,
                    output: .fileDescriptor(file, closeAfterSpawningProcess: false),
                    error: .fileDescriptor(file, closeAfterSpawningProcess: true)
                ) { execution in
                    life.begin(execution.processIdentifier.value)
                    start.finish()
                }
                switch result.terminationStatus {
                case .exited(let code): life.end(.exit(code))
                case .signaled(let signal): life.end(.signal(signal))
                }
            } catch {
                life.end(.failure("\(error)"))
            }
            start.finish()
        }
        for await _ in starts {}
    }

    deinit { life.send(SIGKILL) }

    /// `nil` while it runs.
    public var end: End? { life.state.withLock { $0.end } }

    /// A program that has ended gets none.
    public func send(_ signal: Int32) { life.send(signal) }

    /// Waits for its end.
    /// - Throws: ``StillRuns`` when that does not come; it is ended then.
    @discardableResult
    public func wait(atMost limit: Duration = .patience) async throws -> End {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in self.life.ends {} }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
        guard let end else {
            send(SIGKILL)
            throw StillRuns(description: "\(name) has not ended within \(limit).")
        }
        return end
    }

    /// `nil` when it has ended.
    public var identifier: Int32? { life.state.withLock { $0.identifier } }

    private final class Life: Sendable {
        let state = Mutex<(identifier: Int32?, end: End?)>((nil, nil))
        /// Over when the program has ended.
        let ends: AsyncStream<Never>
        private let ended: AsyncStream<Never>.Continuation

        init() { (ends, ended) = AsyncStream.makeStream(of: Never.self) }

        func begin(_ identifier: Int32) { state.withLock { $0.identifier = identifier } }

        func end(_ end: End) {
            state.withLock { $0 = (nil, end) }
            ended.finish()
        }

        func send(_ signal: Int32) {
            state.withLock { state in
                if let identifier = state.identifier { _ = kill(identifier, signal) }
            }
        }
    }
}
