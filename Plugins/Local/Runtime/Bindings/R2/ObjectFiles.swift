import Foundation
import PluginMessages

/// The contents of a bucket's objects, a file each.
struct ObjectFiles: Sendable {
    struct Written: Sendable {
        let name: String
        let size: Int
        /// In hexadecimal digits.
        let md5: String
        /// Of the algorithm that was asked for.
        let digest: String
    }

    struct TooLarge: Error {}

    private static let pieceBytes = 65_536

    private let folder: URL

    init(folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
    }

    /// Returns when the content is on the disk.
    /// - Parameter most: Bytes that the content may have.
    /// - Throws: ``TooLarge``
    func write(
        _ body: ByteSource?, _ algorithm: Checksum.Algorithm = .md5, most: Int = .max
    ) async throws -> Written {
        var md5 = Digester(.md5)
        var other = algorithm == .md5 ? nil : Digester(algorithm)
        var size = 0
        let name = try await create { handle in
            guard let body else { return }
            for try await piece in body {
                md5.update(piece)
                other?.update(piece)
                size += piece.count
                guard size <= most else { throw TooLarge() }
                try handle.write(contentsOf: Data(piece))
            }
        }
        let digest = md5.finish()
        return Written(name: name, size: size, md5: digest, digest: other?.finish() ?? digest)
    }

    /// Makes a content of others, one after another; `nil`: one of them is gone.
    func join(_ names: [String], of others: ObjectFiles) async throws -> String? {
        struct Gone: Error {}
        do {
            return try await create { handle in
                for name in names {
                    guard let content = try others.read(name, 0..<Int.max) else { throw Gone() }
                    for try await piece in content { try handle.write(contentsOf: Data(piece)) }
                }
            }
        } catch is Gone { return nil }
    }

    /// Returns the name when what is written is on the disk.
    private func create(_ write: (FileHandle) async throws -> Void) async throws -> String {
        let name = UUID().uuidString.lowercased()
        let file = folder.appending(path: name)
        try Data().write(to: file)
        do {
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try await write(handle)
            try handle.synchronize()
            return name
        } catch {
            remove([name])
            throw error
        }
    }

    /// A part of a file, which may be removed meanwhile; `nil`: it is gone.
    func read(_ name: String, _ range: Range<Int>) throws -> ByteSource? {
        guard let handle = FileHandle(forReadingAtPath: folder.appending(path: name).path) else { return nil }
        try handle.seek(toOffset: UInt64(range.lowerBound))
        let reader = PieceReader(handle: handle, rest: range.count, pieceBytes: Self.pieceBytes)
        return AsyncThrowingStream<[UInt8], any Error> { try await reader.next() }
    }

    func remove(_ names: some Sequence<String>) {
        for name in names { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
    }
}
