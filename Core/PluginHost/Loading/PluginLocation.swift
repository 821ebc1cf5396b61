import FoundationEssentials

/// A folder that plugin libraries are looked for in.
package struct PluginLocation: Sendable {
    package let directory: String
    /// How a library's name must begin to be taken; `nil`: any way.
    package let prefixes: [String]?
    /// Of the plugins in there, unless they are named elsewhere.
    package let isolation: PluginIsolation

    package init(directory: String, prefixes: [String]? = nil, isolation: PluginIsolation = .inProcess) {
        self.directory = directory
        self.prefixes = prefixes
        self.isolation = isolation
    }

    /// What a server loads of the libraries beside its executable: others lie there too.
    package static let plugins = "libMillracePlugin"

    /// Nodes that a server takes from a registry, or when it is told to.
    package static let nodes = "libMillraceNode"

    /// Paths of the libraries, sorted; empty if the folder does not exist.
    package var libraries: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { name in
            name.hasSuffix(".so") && prefixes.map { $0.contains { name.hasPrefix($0) } } != false
        }
        .sorted().map { "\(directory)/\($0)" }
    }
}
