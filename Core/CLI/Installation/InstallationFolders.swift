import Foundation
import PluginHost

/// Where the parts of an installation are, from where its executable is: below a prefix, or in the build folder of a checkout.
///
/// Nothing else is looked at but the search path for programs: who can write to these folders can replace the executable too,
/// so that their content is as trustworthy as the program itself.
struct InstallationFolders: Sendable {
    /// A part that is not in the executable.
    enum Part: String, Sendable, CaseIterable {
        /// Libraries of providers.
        case plugins
        /// Programs that plugins start, such as Deno.
        case programs
        /// The nodes that can be installed.
        case registry
        /// The public key that has signed them.
        case registryKey
        case console
        /// The pages as HTML.
        case documentation
    }

    /// Whether the executable is in SwiftPM's folder, `.build/TARGET/CONFIGURATION`.
    let isCheckout: Bool
    private let folder: URL

    /// - Parameter executable: The path, with symbolic links resolved.
    init(executable: String = PluginConfiguration.executable) {
        folder = URL(filePath: executable).deletingLastPathComponent()
        isCheckout = folder.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent == ".build"
    }

    /// The places of a part, the first first.
    func places(of part: Part) -> [URL] {
        let relative: [String] =
            switch part {
            case .plugins: isCheckout ? ["."] : ["../lib/millrace/plugins", "."]
            case .programs: [isCheckout ? "../../tools/bin" : "../libexec/millrace"]
            case .registry: [isCheckout ? "../../../registry/dist" : "../share/millrace/registry"]
            case .registryKey: [isCheckout ? "../../registry.pub" : "../lib/millrace/registry.pub"]
            case .console: [isCheckout ? "../../console" : "../share/millrace/console"]
            case .documentation: isCheckout ? ["docs"] : ["../share/millrace/docs", "docs"]
            }
        return relative.map { folder.appending(path: $0).standardized }
    }

    /// Where a part is; `nil` when it is in none of its places.
    func find(_ part: Part) -> URL? {
        places(of: part).first { place in
            switch part {
            case .plugins:
                !PluginLocation(directory: place.path, prefixes: [PluginLocation.plugins]).libraries.isEmpty
            case .programs, .registryKey: FileManager.default.fileExists(atPath: place.path)
            case .registry: FileManager.default.fileExists(atPath: place.appending(path: "index.json").path)
            case .console, .documentation:
                FileManager.default.fileExists(atPath: place.appending(path: "index.html").path)
            }
        }
    }

    /// Libraries of the installation: all of its own folder, and beside the executable, where others lie too, those of providers.
    var pluginLocations: [PluginLocation] {
        places(of: .plugins).map { place in
            PluginLocation(
                directory: place.path,
                prefixes: place.path == folder.standardized.path ? [PluginLocation.plugins] : nil)
        }
    }

    /// Whether a library is in a folder of the installation.
    func contain(_ library: String) -> Bool {
        let folder = URL(filePath: library).deletingLastPathComponent().standardized.path
        return places(of: .plugins).contains { $0.path == folder }
    }

    /// The path of a program; `nil` when no folder of the search path has it.
    /// - Parameter name: A name, or a path.
    static func program(_ name: String) -> String? {
        let candidates = name.contains("/") ? [name] : searchPath.map { "\($0)/\(name)" }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Puts the programs of the installation before those of the machine, for this process and all that it starts. To be called
    /// before there is a second thread.
    func extendSearchPath() {
        guard let programs = find(.programs) else { return }
        let folders = [programs.path] + Self.searchPath.filter { $0 != programs.path }
        setenv("PATH", folders.joined(separator: ":"), 1)
    }

    private static var searchPath: [String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").map(String.init)
    }
}
