import PluginMessages
import Values

extension Collection<StepRecord> {
    /// What moves an instance next, of all that its steps wait for.
    /// - Parameter mask: Of the secrets that names may have.
    func nextWait(_ lineMap: LineMap?, _ mask: SecretMask? = nil) -> RunWait? {
        let waiting = filter { $0.wakeAt != nil }
        let next = waiting.min { ($0.wakeAt ?? .distantPast) < ($1.wakeAt ?? .distantPast) }
        return next?.wait(lineMap, mask)
    }
}

extension StepRecord {
    fileprivate func wait(_ lineMap: LineMap?, _ mask: SecretMask?) -> RunWait? {
        let name = mask?.masked(name) ?? name
        return switch (state, kind) {
        case (.waiting(let type, let time), _): .event(mask?.masked(type) ?? type, step: name, until: time.number)
        case (.pending(let time), .sleep):
            child.map { .child($0, step: name, until: time.number) } ?? .sleep(step: name, until: time.number)
        case (.pending(let time), .do), (.pending(let time), .wait):
            .retry(
                step: name, nodeId: lineMap?.node(at: lastFailure?.lines ?? []), attempt: attempts,
                of: retryLimit.flatMap { $0 < Self.unlimited ? $0 + 1 : nil }, at: time.number)
        case (.active, _), (.succeeded, _), (.stored, _), (.failed, _), (.storedFailure, _): nil
        }
    }

    /// `Infinity` as the shim sends it.
    private static let unlimited = 9_007_199_254_740_991
}
