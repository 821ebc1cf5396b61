import FoundationEssentials
import JSON

/// What a server remembers of its registries, so that none goes back while it is stopped: one file.
struct RegistryMemory: Sendable {
    private let file: String?
    /// `nil` until the file is read.
    private var seen: [String: SeenIndex]?

    private let isKept: Bool

    /// - Parameters:
    ///   - file: `nil` remembers as long as the process lives.
    ///   - isKept: Whether the file is written, too; otherwise it is another process's.
    init(file: String?, isKept: Bool = true) {
        self.file = file
        self.isKept = isKept
    }

    /// - Throws: ``RegistryError/store(_:_:)`` for a file that cannot be read: taken as empty, it would let every registry go
    ///   back.
    mutating func last(of registry: String) throws(RegistryError) -> SeenIndex? { try read()[registry] }

    mutating func remember(_ index: SeenIndex, of registry: String) throws(RegistryError) {
        var next = try read()
        guard next[registry] != index else { return }
        next[registry] = index
        if let file, isKept {
            do {
                try Data(JSONValue(encoding: next).bytes).write(to: URL(filePath: file), options: .atomic)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            } catch {
                throw .store(file, "\(error)")
            }
        }
        // What could not be written is tried again with the next index.
        seen = next
    }

    private mutating func read() throws(RegistryError) -> [String: SeenIndex] {
        if let seen { return seen }
        guard let file, FileManager.default.fileExists(atPath: file) else { return [:] }
        do {
            let read: [String: SeenIndex] = try JSONValue(parsing: Data(contentsOf: URL(filePath: file))).decode()
            seen = read
            return read
        } catch {
            throw .store(file, "it is damaged (\(error)); restore it from a backup")
        }
    }
}
