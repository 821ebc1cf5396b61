/// How long what people write may be, in characters: the rules hold to it, and the API's document shows it.
package enum FieldLimits {
    /// Of a display name.
    package static let name = 1...256
    package static let description = 0...10_000
    /// Of what a version is for.
    package static let versionMessage = 0...500
    /// Of a project.
    package static let slug = 64
    /// The IR's specification, "Trigger code" and "Bindings".
    package static let triggerCode = 0...50_000
    /// Packages.
    package static let dependencyCount = 15
    /// The IR's specification, "Bindings".
    package static let variableName = 255
    package static let variablePattern = "^[A-Z][A-Z0-9_]*$"
    package static let variableValue = 0...10_000
    /// Where a plugin's schema says no other.
    package static let pluginText = 10_000
    /// RFC 5321, 4.5.3.1.3. What reaches a mailbox is for the mailbox to say; the pattern finds slips.
    package static let email = 3...254
    package static let emailPattern = #"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$"#
    package static let url = 1...2048
    package static let password = 12...1024
    /// As the IR's `wait_for_event` takes them.
    package static let eventType = 1...100
    /// Of what a list is searched for. SQLite compares patterns of at most 50,000 bytes ("Implementation Limits For SQLite",
    /// "Maximum Length Of A LIKE Or GLOB Pattern"), and a character can have several once it is folded.
    package static let search = 0...1_000
}
