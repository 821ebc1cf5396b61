import Confinement
import Foundation

/// How a process has ended, and why, for people.
struct ProcessEnd: Sendable, Equatable {
    /// What V8 ends a process with when it gives up, by platform and version (`base::OS::Abort`).
    private static let engineSignals = [SIGABRT, SIGILL, SIGTRAP]
    /// What V8 prints before, in each of its messages (`V8::FatalProcessOutOfMemory`).
    private static let outOfMemory = (start: "# Fatal ", end: " out of memory: ")

    var loss: FailureOwner
    var reason: String
    /// The engine, and nobody else, may have ended it.
    private var isEnginesDoing = false

    init(_ loss: FailureOwner, _ reason: String) { (self.loss, self.reason) = (loss, reason) }

    init(_ end: ConfinedProcess.End) {
        switch end {
        case .exited(let code): self.init(.program, "it exited with status \(code)")
        case .signaled(SIGKILL): self.init(.machine, "it was killed")
        case .signaled(SIGXCPU): self.init(.limit, "it computed too long \(RuntimeLimit.cpu.named)")
        case .signaled(let signal):
            self.init(FailureOwner(signal: signal), "it was ended by signal \(signal)")
            isEnginesDoing = Self.engineSignals.contains(signal)
        }
    }

    /// The end, explained by the last lines of standard error. Programs print there too: what they print never makes the
    /// end of a process by somebody else theirs.
    func explained(by printed: [String], memoryMegabytes: Int) -> ProcessEnd {
        guard !printed.isEmpty else { return self }
        if isEnginesDoing, printed.contains(where: Self.isOutOfMemory) {
            return ProcessEnd(.limit, "it used more memory than its \(memoryMegabytes) MB \(RuntimeLimit.memory.named)")
        }
        var end = self
        end.reason += ": " + printed.joined(separator: "\n")
        return end
    }

    private static func isOutOfMemory(_ line: String) -> Bool {
        line.hasPrefix(outOfMemory.start) && line.contains(outOfMemory.end)
    }
}
