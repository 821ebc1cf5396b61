/// Work that a part of a runtime does later, on the runtime's thread.
struct PartTasks<Part>: Sendable {
    typealias Lookup = @Sendable (isolated LocalRuntime) -> Part

    private let reference: RuntimeReference
    private let part: Lookup

    init(_ reference: RuntimeReference, _ part: @escaping Lookup) {
        self.reference = reference
        self.part = part
    }

    /// Begins work that awaits something, behind what waits for the thread now. To be called on the thread.
    @discardableResult
    func start(
        _ work: nonisolated(nonsending) @escaping @Sendable (Part) async -> Void
    ) -> Task<Void, Never>? {
        reference.runtime?.assumeIsolated { [part] runtime in Task { await work(part(runtime)) } }
    }

    /// Has the part do something, behind what waits for the thread now. To be called on any thread.
    func perform(_ work: @escaping @Sendable (Part) -> Void) {
        guard let runtime = reference.runtime else { return }
        runtime.context.executor.perform { [part] in runtime.assumeIsolated { work(part($0)) } }
    }

    /// A function to be called on the thread; it keeps the runtime for as long as it is kept.
    func callback<Value: Sendable>(_ work: @escaping @Sendable (Part, Value) -> Void) -> @Sendable (Value) -> Void {
        let runtime = reference.runtime
        return { [part] value in runtime?.assumeIsolated { work(part($0), value) } }
    }

    /// Has the part do something, and returns when that is done. To be called from anywhere.
    /// - Throws: `local.closed` when the runtime is no more.
    func run<Result: Sendable>(
        _ work: nonisolated(nonsending) @Sendable (Part) async throws -> Result
    ) async throws -> Result {
        guard let runtime = reference.runtime else { throw WorkerPool.closed }
        return try await runtime.run(part, work)
    }
}

extension LocalRuntime {
    fileprivate func run<Part, Result: Sendable>(
        _ part: PartTasks<Part>.Lookup, _ work: nonisolated(nonsending) @Sendable (Part) async throws -> Result
    ) async throws -> Result { try await work(part(self)) }
}
