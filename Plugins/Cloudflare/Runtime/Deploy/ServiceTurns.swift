import PluginMessages

/// One change of a service at a time, also when the caller of an earlier one has given up waiting for it.
actor ServiceTurns {
    private var last: [String: (number: Int, task: Task<Void, Never>)] = [:]
    private var count = 0

    func take<Result: Sendable>(
        _ service: String, _ work: @escaping @Sendable () async throws(PluginFailure) -> Result
    ) async throws(PluginFailure) -> Result {
        let before = last[service]?.task
        let task = Task { () async -> Swift.Result<Result, PluginFailure> in
            await before?.value
            do throws(PluginFailure) { return .success(try await work()) } catch { return .failure(error) }
        }
        count += 1
        let number = count
        last[service] = (number, Task { _ = await task.value })
        defer { if last[service]?.number == number { last[service] = nil } }
        return try await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }.get()
    }
}
