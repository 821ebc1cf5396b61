/// How long what people write may be, in characters: the rules hold to it, and the API's document shows it.
package enum FieldLimits {
    /// Of a display name.
    package static let name = 1...256
    package static let description = 0...10_000
    /// The IR's specification, "Trigger code" and "Bindings".
    package static let triggerCode = 0...50_000
    /// Packages.
    package static let dependencyCount = 15
    /// The IR's specification, "Bindings".
    package static let variableName = 255
    package static let variablePattern = "^[A-Z][A-Z0-9_]*$"
    package static let variableValue = 0...10_000
    package static let password = 12...1024
    /// As the IR's `wait_for_event` takes them.
    package static let eventType = 1...100
}
