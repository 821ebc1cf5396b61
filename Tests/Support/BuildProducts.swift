import Foundation

/// What the build put beside the tests: the executable and the plugin libraries.
public enum BuildProducts {
    public static let directory: URL = {
        let test = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return test.deletingLastPathComponent()
    }()

    public static var millrace: URL { directory.appending(path: "millrace") }
}
