/// A place where a crash, an error or a delay matters. Tests take each in turn (`Tests/EndToEndTests/FaultPointTests`).
package struct FaultPoint: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// Everything is written, and the core's database commits next.
    package static let storageCommit = FaultPoint(rawValue: "storage.commit")
    /// The core's database has committed; no caller has an answer yet.
    package static let storageCommitted = FaultPoint(rawValue: "storage.committed")
    /// The local provider's journal commits next.
    package static let journalCommit = FaultPoint(rawValue: "journal.commit")
    /// The journal has committed; neither programs nor the server have an answer yet.
    package static let journalCommitted = FaultPoint(rawValue: "journal.committed")
    /// A run is in the list, and its provider is called next.
    package static let runListed = FaultPoint(rawValue: "run.listed")
    /// The provider has started a run, and the list is updated next.
    package static let runStarted = FaultPoint(rawValue: "run.started")
    /// A deploy is recorded, and its provider is called next.
    package static let deployRecorded = FaultPoint(rawValue: "deploy.recorded")
    /// The provider has deployed, and the record is updated next.
    package static let deployAnswered = FaultPoint(rawValue: "deploy.answered")
    /// The code of a deployment is written to a draft, which is moved to its place next.
    package static let codeWritten = FaultPoint(rawValue: "code.written")
    /// The code of a deployment is in its place; the journal does not have the deployment yet.
    package static let codePlaced = FaultPoint(rawValue: "code.placed")
    /// A webhook's receiver has answered, and the delivery is updated next.
    package static let webhookSent = FaultPoint(rawValue: "webhook.sent")
    /// A vendor has issued tokens, which are stored next.
    package static let tokenIssued = FaultPoint(rawValue: "token.issued")
    /// Some secrets are sealed with the next master key.
    package static let keySealed = FaultPoint(rawValue: "key.sealed")
    /// All secrets are sealed with the next master key, which the database names.
    package static let keyChanged = FaultPoint(rawValue: "key.changed")
    /// The next master key is in the place of the one before.
    package static let keyReplaced = FaultPoint(rawValue: "key.replaced")

    /// A step of a change of the marketplace's nodes, such as `marketplace.install.written`.
    package static func marketplace(_ action: String, _ step: String) -> FaultPoint {
        FaultPoint(rawValue: "marketplace.\(action).\(step)")
    }
}
