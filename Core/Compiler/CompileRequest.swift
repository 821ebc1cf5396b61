import PluginMessages

/// What a document is compiled for, besides what it says itself.
package struct CompileRequest: Sendable {
    /// Of the workflow; `nil` takes the document's.
    package let kind: Program.Kind?
    /// The workflow's display name; `nil` takes the document's.
    package let name: String?
    package let triggerCode: String?
    /// npm packages and ranges.
    package let dependencies: [String: String]
    /// Takes the place of the target that the nodes name.
    package let target: String?

    package init(
        kind: Program.Kind? = nil, name: String? = nil, triggerCode: String? = nil,
        dependencies: [String: String] = [:], target: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.triggerCode = triggerCode
        self.dependencies = dependencies
        self.target = target
    }
}
