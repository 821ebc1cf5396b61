import FoundationEssentials

/// Where the link of ``OwnerSetUp`` is kept when nobody watches the start: what is printed then ends in a log, and whoever
/// reads that could become the owner.
package struct SetUpLink: Sendable {
    static let fileName = "set-up-link"

    private let file: PrivateFile

    package init(directory: String) { file = PrivateFile(path: "\(directory)/\(Self.fileName)") }

    /// - Returns: The path of the file.
    package func keep(_ link: String) throws -> String {
        try file.write(link)
        return file.path
    }

    /// Its token opens nothing any more.
    package func remove() { try? FileManager.default.removeItem(atPath: file.path) }
}
