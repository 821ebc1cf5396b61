import Foundation

/// Where a reader is in a file.
actor PieceReader {
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
