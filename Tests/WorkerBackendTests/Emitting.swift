import PluginMessages
import Testing
import TestSupport
import WorkerBackend

/// The artifact of a program that has no errors.
func emit(_ program: Program, limits: WorkerLimits = .paid) throws -> Artifact {
    let result = WorkerBackend(target: "cloudflare", limits: limits).emit(program)
    return try #require(result.artifact, "\(result.diagnostics)")
}

func diagnostics(_ program: Program, limits: WorkerLimits = .paid) -> [Diagnostic] {
    WorkerBackend(target: "cloudflare", limits: limits).emit(program).diagnostics
}
