import IR
import JSON
import PluginMessages

/// From a document to a program: everything up to the provider's own code.
package struct Compiler: Sendable {
    /// The longest trigger code, in UTF-16 (REST specification, "Workflows").
    package static let longestTriggerCode = 50_000

    private let catalog: any NodeCatalog
    private let division: Division

    /// - Parameter division: Of the nodes, for what can be done with each by itself.
    package init(catalog: any NodeCatalog, division: Division = .usual) {
        self.catalog = catalog
        self.division = division
    }

    /// Reads, checks and lowers a document; all of its problems are in the result.
    package func lower(_ value: JSONValue, _ request: CompileRequest = CompileRequest()) -> Lowered {
        let reading = DocumentReader.read(
            value, kind: request.kind, target: request.target, catalog: catalog, division: division)
        guard let document = reading.document else {
            return Lowered(
                program: nil, document: nil, target: request.target, diagnostics: reading.problems.diagnostics)
        }
        let dependencies = Dependencies(request.dependencies, nodes: document.nodes, catalog: catalog)
        var problems = reading.problems
        problems.add(dependencies.problems)
        check(request.triggerCode, &problems)
        guard reading.canBeFollowed else {
            var names = Lowering(
                document: document, canBeFollowed: false, catalog: catalog, problems: problems, division: division)
            let codes = names.codes(request)
            return lowered(document, names.reads.problems, codes)
        }
        var lowering = Lowering(
            document: document, canBeFollowed: true, catalog: catalog, problems: problems, division: division)
        let program = lowering.program(request, dependencies: dependencies.all)
        problems = lowering.reads.problems
        guard problems.hasErrors else {
            return Lowered(
                program: program, document: document, target: document.target, diagnostics: problems.diagnostics)
        }
        var names = Lowering(
            document: document, canBeFollowed: false, catalog: catalog, problems: Problems(), division: division)
        return lowered(document, problems, names.codes(request))
    }

    /// What became of a document that has errors.
    private func lowered(_ document: WorkflowDocument, _ problems: Problems, _ codes: CodeSample) -> Lowered {
        var lowered = Lowered(
            program: nil, document: document, target: document.target, diagnostics: problems.diagnostics)
        lowered.codes = codes
        return lowered
    }

    private func check(_ triggerCode: String?, _ problems: inout Problems) {
        guard let triggerCode, triggerCode.utf8.count > Self.longestTriggerCode,
            triggerCode.utf16.count > Self.longestTriggerCode
        else { return }
        problems.error(
            "ir.triggerCode.length", "The trigger code can have at most \(Self.longestTriggerCode) characters.",
            at: .root)
    }
}
