import PluginMessages
import Subprocess
import Synchronization
import WorkerBackend

/// The module of a program, which is written while esbuild starts: that takes as long as some hundred nodes.
final class EmittedModule: InputProtocol {
    private let program: Program
    private let backend: WorkerBackend
    private let result = Mutex<EmitResult?>(nil)

    init(of program: Program, by backend: WorkerBackend) {
        self.program = program
        self.backend = backend
    }

    /// What the backend made of the program, which it is asked for once.
    var emitted: EmitResult {
        result.withLock { result in
            if let result { return result }
            let emitted = backend.emit(program)
            result = emitted
            return emitted
        }
    }

    /// Nothing for a program that has errors.
    func write(with writer: StandardInputWriter) async throws {
        if let source = emitted.artifact?.source { _ = try await writer.write(source) }
    }
}
