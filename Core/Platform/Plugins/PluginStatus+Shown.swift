import PluginHost
import PluginMessages

extension PluginStatus {
    /// What a caller is shown: keys see no folder of the machine, and files by their names.
    func shown(to caller: Caller) -> PluginStatus {
        if case .session = caller.credential { return self }
        guard let end = path.lastIndex(of: "/"), end != path.startIndex else { return self }
        let folder = path[...end]
        func shown(_ text: String) -> String { text.replacing(folder, with: "") }
        func shown(_ failure: PluginFailure) -> PluginFailure {
            PluginFailure(
                code: failure.code, message: shown(failure.message), details: failure.details,
                retryable: failure.retryable, fault: failure.fault, retryAfter: failure.retryAfter)
        }
        var status = self
        status.path = shown(path)
        status.reason = reason.map(shown)
        status.lastError = lastError.map { (failure: shown($0.failure), at: $0.at) }
        status.problems = problems.map(shown)
        return status
    }
}
