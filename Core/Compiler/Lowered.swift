import IR
import PluginMessages

/// What became of a document.
package struct Lowered: Sendable {
    /// `nil` when there is an error among the diagnostics.
    package let program: Program?
    /// `nil` when too much of the document is missing.
    package let document: WorkflowDocument?
    /// The target to emit for; `nil` when the document names none that is known.
    package let target: String?
    package let diagnostics: [Diagnostic]
    /// The code of a document that has errors: for a provider that tells what else is wrong with it.
    package var codes: CodeSample?

    package init(program: Program?, document: WorkflowDocument?, target: String?, diagnostics: [Diagnostic]) {
        self.program = program
        self.document = document
        self.target = target
        self.diagnostics = diagnostics
    }
}
