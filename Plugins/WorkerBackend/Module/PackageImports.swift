import NodeLibrary
import PluginMessages

/// Finds imports that would fail when a program is deployed: npm packages that it does not depend on, and what no platform
/// loads.
struct PackageImports {
    private let known: Set<String>

    init(_ program: Program) { known = Set(program.dependencies.map(\.name)) }

    /// The package that an import needs and the program does not have.
    func missing(in statement: ImportStatement) -> String? {
        guard Self.isLoaded(statement) else { return nil }
        let module = statement.module.dropFirst().dropLast()
        guard let first = module.first, first != ".", first != "/", !module.contains(":") else { return nil }
        let parts = module.split(separator: "/")
        let package = parts.prefix(first == "@" ? 2 : 1).joined(separator: "/")
        return known.contains(package) || Self.builtIn.contains(package) ? nil : package
    }

    /// - Parameter pointer: Where the code is.
    func diagnostics(of statements: [ImportStatement], pointer: String, nodeId: String? = nil) -> [Diagnostic] {
        statements.compactMap { statement in
            if let reason = Self.unloadable(statement) {
                return Diagnostic(
                    code: "worker.import.unloadable",
                    message:
                        "\(statement.module) cannot be imported: \(reason). Import a package of \"dependencies\" by its name, or a "
                        + "module of Node.js such as \"node:crypto\".",
                    pointer: pointer, nodeId: nodeId)
            }
            return missing(in: statement).map { package in
                Diagnostic(
                    .warning, code: "worker.import.package",
                    message:
                        "\"\(package)\" is not a dependency of the workflow. Add it to \"dependencies\", or remove the import.",
                    pointer: pointer, nodeId: nodeId)
            }
        }
    }

    /// Why no platform loads what a statement imports; `nil` when one does, and for types, which are not imported.
    private static func unloadable(_ statement: ImportStatement) -> String? {
        guard isLoaded(statement) else { return nil }
        let module = statement.module.dropFirst().dropLast()
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

    /// Types are not there when a program runs.
    private static func isLoaded(_ statement: ImportStatement) -> Bool {
        statement.names.isEmpty || statement.names.contains { !$0.isType }
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
