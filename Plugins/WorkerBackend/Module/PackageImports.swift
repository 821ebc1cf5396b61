import JavaScript
import NodeLibrary
import PluginMessages

/// Finds imports that would fail when a program is deployed: npm packages that it does not depend on, and what no platform
/// loads.
struct PackageImports {
    private let known: Set<String>

    init(_ program: Program) { known = Set(program.dependencies.map(\.name)) }

    /// - Parameter pointer: Where the code is.
    func diagnostics(of statements: [ImportStatement], pointer: String, nodeId: String? = nil) -> [Diagnostic] {
        // Types are not there when a program runs.
        statements.filter { $0.names.isEmpty || $0.names.contains { !$0.isType } }.compactMap {
            diagnostic(of: $0.module, pointer: pointer, nodeId: nodeId)
                ?? diagnostic(ofDefaultIn: $0, pointer: pointer, nodeId: nodeId)
        }
    }

    /// The platform's module has no default export, so that code which imports it does not start.
    private func diagnostic(
        ofDefaultIn statement: ImportStatement, pointer: String, nodeId: String?
    ) -> Diagnostic? {
        guard statement.module.dropFirst().dropLast() == "cloudflare:workers",
            statement.names.contains(where: { $0.kind == .default && !$0.isType })
        else { return nil }
        return Diagnostic(
            code: "worker.import.unloadable",
            message:
                "\(statement.module) has no default export. Import what the code uses by name, such as "
                + "import { env } from \(statement.module).", pointer: pointer, nodeId: nodeId)
    }

    /// About `import("…")` in code: what is computed is known when it runs.
    func diagnostics(ofCallsIn source: JavaScriptSource, pointer: String, nodeId: String? = nil) -> [Diagnostic] {
        guard source.occurrences(of: "import") > 0 else { return [] }
        let tokens = source.significantTokens
        func spells(_ index: Int, _ word: String) -> Bool {
            tokens.indices.contains(index) && source.spells(tokens[index], word)
        }
        return tokens.indices.compactMap { index in
            guard spells(index, "import"), !spells(index - 1, "."), !spells(index - 1, "?."), spells(index + 1, "("),
                tokens.indices.contains(index + 2), spells(index + 3, ")") || spells(index + 3, ",")
            else { return nil }
            switch tokens[index + 2].kind {
            case .string, .template(.whole): break
            default: return nil
            }
            return diagnostic(
                of: source.text(of: tokens[index + 2]), pointer: pointer, nodeId: nodeId,
                line: source.line(at: tokens[index].range.lowerBound))
        }
    }

    /// - Parameter literal: The module, quotes included.
    private func diagnostic(of literal: String, pointer: String, nodeId: String?, line: Int? = nil) -> Diagnostic? {
        let module = literal.dropFirst().dropLast()
        if let reason = Self.unloadable(module) {
            return Diagnostic(
                code: "worker.import.unloadable",
                message:
                    "\(literal) cannot be imported: \(reason). Import a package of \"dependencies\" by its name, or a "
                    + "module of Node.js such as \"node:crypto\".",
                pointer: pointer, nodeId: nodeId, line: line)
        }
        return missing(module).map { package in
            Diagnostic(
                .warning, code: "worker.import.package",
                message:
                    "\"\(package)\" is not a dependency of the workflow. Add it to \"dependencies\", or remove the import.",
                pointer: pointer, nodeId: nodeId, line: line)
        }
    }

    /// The package that an import needs and the program does not have.
    private func missing(_ module: Substring) -> String? {
        guard let first = module.first, first != ".", first != "/", !module.contains(":") else { return nil }
        let parts = module.split(separator: "/")
        let package = parts.prefix(first == "@" ? 2 : 1).joined(separator: "/")
        return known.contains(package) || Self.builtIn.contains(package) ? nil : package
    }

    /// Why no platform loads a module; `nil` when one does.
    private static func unloadable(_ module: Substring) -> String? {
        if module.isEmpty { return "it names no module" }
        if [".", "/", "#"].contains(module.first) { return "a workflow has no files beside its code" }
        guard let colon = module.firstIndex(of: ":") else { return nil }
        let name = module[module.index(after: colon)...]
        switch module[..<colon] {
        case "cloudflare": return nil
        case "node": return NodeModules.contains(name) ? nil : "Node.js has no such module"
        default: return "addresses are not loaded"
        }
    }

    /// Modules of Node.js that platforms provide without the prefix `node:`, and the node library, which is not an npm package.
    private static let builtIn: Set<String> = [
        "assert", "async_hooks", "buffer", "crypto", "diagnostics_channel", "dns", "events", "fs", "http", "https",
        "net", "os",
        "path", "process", "punycode", "querystring", "stream", "string_decoder", "timers", "tls", "url", "util",
        "zlib",
        NodeLibrary.module,
    ]
}
