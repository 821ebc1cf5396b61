import Crypto
import Foundation
import PluginMessages

/// The contents of a bucket's objects, a file each.
struct ObjectFiles: Sendable {
    struct Written: Sendable {
        let name: String
        let size: Int
        /// The MD5 in hexadecimal digits.
        let digest: String
    }

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
    func write(_ body: ByteBody?) async throws -> Written {
        let name = UUID().uuidString.lowercased()
        let file = folder.appending(path: name)
        try Data().write(to: file)
        do {
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            var digest = Insecure.MD5()
            var size = 0
            if let body {
                for try await piece in body {
                    digest.update(data: piece)
                    size += piece.count
                    try handle.write(contentsOf: Data(piece))
                }
            }
            try handle.synchronize()
            let hex = digest.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return Written(name: name, size: size, digest: hex)
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

/// Where a reader is in a file.
private actor PieceReader {
    private let handle: FileHandle
    private var rest: Int
    private let pieceBytes: Int

    init(handle: FileHandle, rest: Int, pieceBytes: Int) {
        self.handle = handle
        self.rest = rest
        self.pieceBytes = pieceBytes
    }

    func next() throws -> [UInt8]? {
        guard rest > 0, let piece = try handle.read(upToCount: min(rest, pieceBytes)), !piece.isEmpty else {
            try handle.close()
            return nil
        }
        rest -= piece.count
        return [UInt8](piece)
    }
}
