/// What is to be deployed where; its parts exist and are the caller's.
package struct DeployOrder: Sendable {
    let caller: Caller
    package let workflow: WorkflowID
    let version: VersionID
    let connection: ConnectionID
    /// Why it is that version, where that may surprise.
    let note: String?
}
