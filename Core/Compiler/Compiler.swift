import IR
import JSON
import PluginMessages

/// What a document is compiled for, besides what it says itself.
package struct CompileRequest: Sendable {
    /// Of the workflow; `nil` takes the document's.
    package let kind: Program.Kind?
    /// The workflow's display name; `nil` takes the document's.
    package let name: String?
    package let triggerCode: String?
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

/// What became of a document.
package struct Lowered: Sendable {
    /// `nil` when there is an error among the diagnostics.
    package let program: Program?
    /// The target to emit for; `nil` when the document names none that is known.
    package let target: String?
    package let diagnostics: [Diagnostic]
}

/// From a document to a program: everything up to the provider's own code.
package struct Compiler: Sendable {
    private let catalog: any NodeCatalog

    package init(catalog: any NodeCatalog) { self.catalog = catalog }

    /// Reads, checks and lowers a document; all of its problems are in the result.
    package func lower(_ value: JSONValue, _ request: CompileRequest = CompileRequest()) -> Lowered {
        let (document, problems) = DocumentReader.read(
            value, kind: request.kind, target: request.target, catalog: catalog)
        guard let document else {
            return Lowered(program: nil, target: request.target, diagnostics: problems.diagnostics)
        }
        var lowering = Lowering(document: document, catalog: catalog, problems: problems)
        let program = lowering.program(for: request)
        return Lowered(
            program: lowering.problems.hasErrors ? nil : program, target: document.target,
            diagnostics: lowering.problems.diagnostics)
    }
}
