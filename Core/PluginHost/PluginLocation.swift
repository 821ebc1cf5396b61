import FoundationEssentials

/// A folder that plugin libraries are looked for in.
package struct PluginLocation: Sendable {
    package let directory: String
    /// Beside the executable lie other libraries too: only those named as Millrace's products are taken.
    package let onlyNamed: Bool

    package init(directory: String, onlyNamed: Bool = false) {
        self.directory = directory
        self.onlyNamed = onlyNamed
    }

    /// Paths of the libraries, sorted; none when there is no such folder.
    package var libraries: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".so") && (!onlyNamed || $0.hasPrefix("libMillracePlugin")) }
            .sorted().map { "\(directory)/\($0)" }
    }
}
