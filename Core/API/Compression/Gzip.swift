import CZlib
import NIOCore

/// The gzip format (RFC 1952), by the system's zlib.
enum Gzip {
    struct Malformed: Error {}
    /// More comes out than is taken.
    struct TooLong: Error {}

    /// zlib.h, `deflateInit2`: 15 bits of window, and 16 for a gzip header and trailer.
    private static let gzipWindow: Int32 = 15 + 16
    /// Of 9: most of the gain for a fraction of the time.
    private static let level: Int32 = 4
    private static let chunk = 64 << 10

    /// - Returns: `nil` when zlib has no memory.
    static func compress(_ plain: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let most = Int(deflateBound(&stream, uLong(plain.readableBytes)))
        var result = ByteBuffer()
        let end = run(&stream, plain.readableBytesView, into: &result, room: most) { deflate($0, Z_FINISH) }
        return end == Z_STREAM_END ? result : nil
    }

    /// - Parameter limit: Bytes that may come out.
    static func decompress(_ packed: ByteBuffer, upTo limit: Int) throws -> ByteBuffer {
        var stream = z_stream()
        guard inflateInit2_(&stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Malformed()
        }
        defer { inflateEnd(&stream) }
        var result = ByteBuffer()
        var rest = packed
        while true {
            let before = (rest.readableBytes, result.readableBytes)
            let room = min(chunk, limit + 1 - result.readableBytes)
            let status = run(&stream, rest.readableBytesView, into: &result, room: room) { inflate($0, Z_NO_FLUSH) }
            rest.moveReaderIndex(forwardBy: rest.readableBytes - Int(stream.avail_in))
            guard result.readableBytes <= limit else { throw TooLong() }
            switch status {
            case Z_STREAM_END:
                // One member, and nothing after it.
                guard rest.readableBytes == 0 else { throw Malformed() }
                return result
            case Z_OK where before != (rest.readableBytes, result.readableBytes): continue
            default: throw Malformed()
            }
        }
    }

    /// One call of zlib, whose output is added to `result`.
    private static func run(
        _ stream: inout z_stream, _ input: ByteBufferView, into result: inout ByteBuffer, room: Int,
        _ call: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> Int32 {
        var status = Z_STREAM_ERROR
        input.withUnsafeBytes { bytes in
            // zlib reads it only; the type is from before `const`.
            stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: Bytef.self).baseAddress)
            stream.avail_in = uInt(bytes.count)
            _ = result.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { output in
                stream.next_out = output.bindMemory(to: Bytef.self).baseAddress
                stream.avail_out = uInt(room)
                status = call(&stream)
                return room - Int(stream.avail_out)
            }
        }
        return status
    }
}
