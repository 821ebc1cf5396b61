import Foundation

/// What the build put beside the tests: the executable and the plugin libraries.
public enum BuildProducts {
    public static let directory: URL = {
        let test = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return test.deletingLastPathComponent()
    }()

    /// The libraries of marketplace nodes in a folder of their own, as `--plugins` takes it.
    /// - Parameter names: Of the nodes' folders.
    public static func nodes(_ names: [String], in folder: TemporaryFolder) throws -> String {
        let plugins = folder.url.appending(path: "node-plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        for name in names {
            let file = "libMillraceNode\(name).so"
            try FileManager.default.createSymbolicLink(
                at: plugins.appending(path: file), withDestinationURL: directory.appending(path: file))
        }
        return plugins.path
    }

    /// The library of a fixture, as a plugin that somebody put into a folder of theirs.
    public static func fixture(_ name: String, in folder: TemporaryFolder) throws -> String {
        let plugins = folder.url.appending(path: "fixture-plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        let file = "lib\(name).so"
        try FileManager.default.createSymbolicLink(
            at: plugins.appending(path: file), withDestinationURL: directory.appending(path: file))
        return plugins.path
    }

    public static var millrace: URL { directory.appending(path: "millrace") }
}
