import NodeLibrary
import PluginMessages

/// Finds imports of npm packages that a program does not depend on: they would fail when it is deployed.
struct PackageImports {
    private let known: Set<String>

    init(_ program: Program) { known = Set(program.dependencies.map(\.name)) }

    /// The package that an import needs and the program does not have.
    func missing(in statement: ImportStatement) -> String? {
        guard statement.names.isEmpty || statement.names.contains(where: { !$0.isType }) else { return nil }
        let module = statement.module.dropFirst().dropLast()
        guard let first = module.first, first != ".", first != "/", !module.contains(":") else { return nil }
        let parts = module.split(separator: "/")
        let package = parts.prefix(first == "@" ? 2 : 1).joined(separator: "/")
        return known.contains(package) || Self.builtIn.contains(package) ? nil : package
    }

    /// - Parameter pointer: Where the code is.
    func diagnostics(of statements: [ImportStatement], pointer: String, nodeId: String? = nil) -> [Diagnostic] {
        statements.compactMap(missing).map { package in
            Diagnostic(
                .warning, code: "worker.import.package",
                message:
                    "\"\(package)\" is not a dependency of the workflow. Add it to \"dependencies\", or remove the import.",
                pointer: pointer, nodeId: nodeId)
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
