import JSON
import PluginMessages

/// Long blocks, in parts that are printed at once.
extension RunPrinter {
    /// A statement is printed alike whatever is before it, but for two things: imports that code brings, and names that
    /// inline code declares. What follows a part that has any is printed again, with them.
    mutating func print(_ statements: [Statement]) {
        guard division.divides(statements.count) else {
            for statement in statements { print(statement) }
            return
        }
        let start = continued()
        let parts = division.map(statements.count) { range in
            var printer = start
            for statement in statements[range] { printer.print(statement) }
            return (range: range, printer: printer)
        }
        out.reserve(for: parts.lazy.map(\.printer.out))
        var isAlike = true
        for part in parts {
            if isAlike {
                append(part.printer)
                isAlike =
                    imports == start.imports && scope.declared == start.scope.declared
                    && scope.imported == start.scope.imported
            } else {
                for statement in statements[part.range] { print(statement) }
            }
        }
    }

    /// A printer for what follows, with nothing written yet.
    private func continued() -> RunPrinter {
        var printer = self
        printer.out = Printer(after: out)
        printer.diagnostics = []
        return printer
    }

    private mutating func append(_ other: RunPrinter) {
        out.append(other.out)
        values.merge(other.values)
        scope.declared = other.scope.declared
        scope.imported = other.scope.imported
        imports = other.imports
        helpers.formUnion(other.helpers)
        environment.merge(other.environment)
        diagnostics += other.diagnostics
    }
}
