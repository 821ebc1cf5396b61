import JSON

/// What becomes different; `nil` stays as it is.
package struct WorkflowChange: Sendable {
    package var name: String?
    package var description: String?
    /// All of the workflow's variables: one that is not here goes.
    package var variables: [Variable]?
    /// Empty takes the trigger code away.
    package var triggerCode: String?
    package var dependencies: JSONObject?
    package var deployConfig: JSONObject?

    package init() {}

    /// The names of what becomes different.
    var members: [String] {
        [
            ("name", name != nil), ("description", description != nil), ("envVars", variables != nil),
            ("triggerCode", triggerCode != nil), ("dependencies", dependencies != nil),
            ("deployConfig", deployConfig != nil),
        ].filter(\.1).map(\.0)
    }
}
