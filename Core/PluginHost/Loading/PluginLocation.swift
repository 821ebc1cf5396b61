import FoundationEssentials

/// A folder that plugin libraries are looked for in.
package struct PluginLocation: Sendable {
    package let directory: String
    /// Beside the executable lie other libraries too: only those named as Millrace's products are taken.
    package let onlyNamed: Bool
    /// Of the plugins in there, unless they are named elsewhere.
    package let isolation: PluginIsolation

    package init(directory: String, onlyNamed: Bool = false, isolation: PluginIsolation = .inProcess) {
        self.directory = directory
        self.onlyNamed = onlyNamed
        self.isolation = isolation
    }

    /// Paths of the libraries, sorted; none when there is no such folder.
    package var libraries: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".so") && (!onlyNamed || $0.hasPrefix("libMillracePlugin")) }
            .sorted().map { "\(directory)/\($0)" }
    }
}
