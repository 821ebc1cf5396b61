import Storage

/// Work on what is deployed, one piece at a time for each workflow. Work that has begun ends, whether or not
/// anybody still waits for it.
actor DeployQueue {
    private struct Last {
        let number: Int
        let task: Task<Void, Never>
    }

    private var last: [WorkflowID: Last] = [:]
    private var count = 0

    /// Runs `work` after everything that came before it for the same workflow.
    func run<Result: Sendable>(
        for workflow: WorkflowID, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let previous = last[workflow]?.task
        count += 1
        let number = count
        // Not a child of the caller's task: a client that leaves must not leave half a deploy behind.
        let task = Task {
            await previous?.value
            return try await work()
        }
        last[workflow] = Last(number: number, task: Task { _ = await task.result })
        defer { if last[workflow]?.number == number { last[workflow] = nil } }
        return try await task.value
    }

    /// Returns when there is no work left.
    func drain() async {
        while let next = last.first {
            await next.value.task.value
            if last[next.key]?.number == next.value.number { last[next.key] = nil }
        }
    }
}
