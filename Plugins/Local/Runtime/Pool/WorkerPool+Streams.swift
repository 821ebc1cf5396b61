import PluginMessages

// Bodies to and from processes.
extension WorkerPool {
    /// The process, if it is still the one of that number.
    func process(_ deploymentId: String, _ number: Int) -> WorkerProcess? {
        table.worker(deploymentId, number)?.process
    }

    /// A body that a process sends. To be called before another message of the process is handled.
    /// - Parameter claim: What the call whose body it is takes in memory.
    func receive(_ stream: Int, _ claim: BindingMemory.Claim? = nil, from deploymentId: String) -> ByteBody? {
        guard let process = table[deploymentId]?.process else { return nil }
        return table[deploymentId]?.streams.receive(stream, claim) { process.send(.stream($0)) }
    }

    /// The number of a body that is going to be sent to a process.
    func openStream(to deploymentId: String) -> Int {
        let stream = nextNumber()
        table[deploymentId]?.streams.open(stream)
        table[deploymentId]?.history.give(body: stream)
        return stream
    }

    /// Sends a body as fast as the process reads it.
    /// - Parameter claim: What is released when the process has all of it.
    nonisolated(nonsending) func send(
        _ body: ByteSource, as stream: Int, to deploymentId: String, _ number: Int, _ claim: BindingMemory.Claim? = nil
    ) async {
        var failure: String?
        do {
            for try await bytes in body {
                guard await send(bytes, as: stream, to: deploymentId, number) else { break }
            }
        } catch { failure = (error as? PluginFailure)?.message ?? "\(error)" }
        guard let process = process(deploymentId, number) else { return }
        process.send(.stream(.close(stream, error: failure)), holding: claim)
        table[deploymentId]?.streams.closed(stream)
    }

    /// `false`: nobody wants more.
    private nonisolated(nonsending) func send(
        _ bytes: [UInt8], as stream: Int, to deploymentId: String, _ number: Int
    ) async -> Bool {
        for start in stride(from: 0, to: bytes.count, by: WorkerStreams.chunkBytes) {
            guard await hasRoom(stream, to: deploymentId, number), let process = process(deploymentId, number) else {
                return false
            }
            let end = min(start + WorkerStreams.chunkBytes, bytes.count)
            process.send(.stream(.chunk(stream, [UInt8](bytes[start..<end]))))
        }
        return true
    }

    private nonisolated(nonsending) func hasRoom(_ stream: Int, to deploymentId: String, _ number: Int) async -> Bool {
        guard process(deploymentId, number) != nil else { return false }
        if let hasRoom = table[deploymentId]?.streams.takeRoom(stream) { return hasRoom }
        return await withCheckedContinuation { table[deploymentId]?.streams.wait(stream, $0) }
    }
}
