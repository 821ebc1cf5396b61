import Confinement
import Crypto
import Faults
import Foundation

/// The files of a deployment: its module, perhaps with a bundle of its packages.
struct DeploymentFolder: Sendable {
    let url: URL
    /// What Deno has compiled of it; made anew when it is missing.
    let cache: URL

    var module: URL { url.appending(path: "worker.ts") }
    private static let bundle = "bundle.mjs"

    /// The folder as its processes name it, whose working folder it is (proc(5)): messages of errors that Deno makes, such as
    /// of an import that fails, cannot be changed before a program reads them.
    static let own = "/proc/self/cwd"
    /// The module, as a process imports it.
    var address: String { "file://\(Self.own)/\(module.lastPathComponent)" }

    /// The files that the program consists of.
    var code: [URL] { [module, url.appending(path: Self.bundle)] }

    /// Whether the program is there as ``write(source:bundle:)`` left it.
    var isComplete: Bool {
        guard let source = try? String(contentsOf: module, encoding: .utf8) else { return false }
        return !source.hasSuffix(Self.exports) || FileManager.default.fileExists(atPath: code[1].path)
    }

    /// What is wrong with the program's files.
    enum Problem: String, Sendable { case missing, damaged }

    /// - Parameter digest: Of the files as they were written; `nil`: of an earlier release, which kept none.
    /// - Returns: `nil` when the program is there as it was written.
    func problem(digest: String?) -> Problem? {
        guard let digest else { return isComplete ? nil : .missing }
        let files = code.map { try? Data(contentsOf: $0) }
        guard files[0] != nil else { return .missing }
        if Self.digest(of: files) == digest { return nil }
        return isComplete ? .damaged : .missing
    }

    /// Of the module and the bundle.
    private static func digest(of files: [Data?]) -> String {
        var digest = SHA256()
        for file in files {
            digest.update(data: Array("\(file?.count ?? -1) ".utf8))
            if let file { digest.update(data: file) }
        }
        return digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// The module of a program that has a bundle.
    private static let exports = "export * from \"./\(bundle)\";\nexport { default } from \"./\(bundle)\";\n"

    /// What code reads of its own file, in the first line so that no line of it moves: as if it were in the root folder.
    private static let meta =
        #"import.meta.url = "file:///worker.ts"; import.meta.filename = "/worker.ts"; import.meta.dirname = "/"; "#
        + #"import.meta.resolve = (name) => new URL(name, "file:///worker.ts").href; "#

    /// The folder is there with all files or not at all.
    /// - Parameter bundle: The module with its packages: JavaScript, which may be no TypeScript.
    /// - Returns: The digest of the files.
    @discardableResult
    func write(source: String, bundle: String? = nil) throws -> String {
        let files = FileManager.default
        let draft = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent)-\(UUID().uuidString)")
        try files.createDirectory(at: draft, withIntermediateDirectories: true)
        do {
            let bundle = bundle.map { Data((Self.meta + $0).utf8) }
            let module = Data((bundle == nil ? Self.meta + source : Self.exports).utf8)
            if let bundle { try Self.write(bundle, to: draft.appending(path: Self.bundle)) }
            try Self.write(module, to: draft.appending(path: self.module.lastPathComponent))
            try Self.sync(draft)
            try Fault.pass(.codeWritten)
            try Self.move(draft, to: url)
            try Self.sync(url.deletingLastPathComponent())
            Fault.reach(.codePlaced)
            removeCache()
            return Self.digest(of: [module, bundle])
        } catch {
            try? files.removeItem(at: draft)
            throw error
        }
    }

    private static func write(_ data: Data, to file: URL) throws {
        try data.write(to: file)
        try sync(file)
    }

    /// Returns when a file, or what a folder lists, is on the disk: the journal has the deployment only then.
    private static func sync(_ file: URL) throws {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: file.path]) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
        }
    }

    /// What was there is replaced in one step, where the file system can: at each moment there is one of the two.
    private static func move(_ draft: URL, to place: URL) throws {
        let files = FileManager.default
        if FileExchange.exchange(draft.path, place.path) { return try files.removeItem(at: draft) }
        if files.fileExists(atPath: place.path) { try files.removeItem(at: place) }
        try files.moveItem(at: draft, to: place)
    }

    /// Succeeds if it was already removed.
    func remove() throws {
        removeCache()
        if FileManager.default.fileExists(atPath: url.path) { try FileManager.default.removeItem(at: url) }
    }

    /// A process that is being ended may still write there.
    private func removeCache() { try? FileManager.default.removeItem(at: cache) }
}
