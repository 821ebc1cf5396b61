/// Which storage has the installation of a data directory. A command that took another one for it would find an older
/// state, or none.
package struct StorageMark: Sendable {
    static let fileName = "storage"

    private let file: PrivateFile
    private let directory: String

    package init(directory: String) {
        file = PrivateFile(path: "\(directory)/\(Self.fileName)")
        self.directory = directory
    }

    /// - Throws: ``StartError/otherStorage(_:known:asked:)``
    package func check(_ id: String) throws {
        // A directory of an earlier version has none.
        guard let known = try file.read(), known != id else { return }
        throw StartError.otherStorage(directory, known: known, asked: id)
    }

    /// To be called when the installation is there.
    package func write(_ id: String) throws {
        guard try file.read() != id else { return }
        try file.write(id)
    }
}
