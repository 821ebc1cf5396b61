import Crypto
import Storage
import Values

/// What tells a request under an `Idempotency-Key` from all others, also for a server that is started while it is executed.
package struct RepeatableRequest: Sendable {
    let text: String

    /// What tells an item of a batch from the others.
    /// - Parameter part: Of the item.
    func part(_ part: String) -> RepeatableRequest { RepeatableRequest(text: "\(text)\0\(part)") }

    /// The id of the run that the request starts, which is the instance's at a provider that can choose ids: the provider
    /// starts nothing under one id twice.
    /// - Returns: A UUID of version 8 (RFC 9562, section 5.8).
    func run(of workflow: WorkflowID, in project: ProjectID) -> RunID {
        var bytes = Array(SHA256.hash(data: Array("\(text)\0\(project)\0\(workflow)".utf8)).prefix(16))
        bytes[6] = 0x80 | bytes[6] & 0x0f
        bytes[8] = 0x80 | bytes[8] & 0x3f
        let digits = Hex.text(bytes)
        let ends = [8, 12, 16, 20, 32]
        let groups = zip([0] + ends, ends).map { digits.dropFirst($0).prefix($1 - $0) }
        return RunID(groups.joined(separator: "-"))
    }
}
