import PluginMessages

/// What a new workflow is made of.
package struct NewWorkflow: Sendable {
    package let name: String
    package let description: String
    package let kind: Program.Kind

    package init(name: String, description: String = "", kind: Program.Kind = .workflow) {
        self.name = name
        self.description = description
        self.kind = kind
    }
}
