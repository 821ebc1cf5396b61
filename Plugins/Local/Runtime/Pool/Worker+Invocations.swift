import PluginMessages

extension Worker {
    /// The process is gone.
    mutating func endInvocations(_ loss: FailureOwner, because reason: String) {
        let failure = Invocation.lost(loss, because: reason)
        for invocation in invocations.values { invocation.continuation?.resume(throwing: failure) }
        invocations = [:]
        for query in queries.values { query.cancel() }
        queries = [:]
        streams.end(failure)
    }
}
