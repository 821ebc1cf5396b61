import Confinement
import Synchronization

/// A process from the moment it is wanted: it may be ended before it has started.
final class WorkerHandle: Sendable {
    private struct State {
        var process: ConfinedProcess?
        var isOver = false
    }

    private let state = Mutex(State())

    func begin(_ process: ConfinedProcess) {
        let isOver = state.withLock { state in
            state.process = process
            return state.isOver
        }
        if isOver { process.kill() }
    }

    func end() {
        let process = state.withLock { state in
            state.isOver = true
            return state.process
        }
        process?.kill()
    }
}
