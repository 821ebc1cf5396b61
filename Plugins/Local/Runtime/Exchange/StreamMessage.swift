import Foundation
import JSON

/// About a body that goes from host to worker process or back, under the number that its sender gave it;
/// `Shim/messages.ts` has the same in TypeScript.
enum StreamMessage: Sendable, Equatable {
    case chunk(Int, [UInt8])
    /// The last of a stream, also of one that was cancelled.
    case close(Int, error: String?)
    /// The receiver has room for another chunk.
    case more(Int)
    /// The receiver wants no more.
    case cancel(Int)
}

extension StreamMessage {
    var members: [(String, JSONValue?)] {
        switch self {
        case .chunk(let stream, let bytes):
            [
                ("kind", "chunk"), ("stream", .int(stream)), ("bytes", .string(Data(bytes).base64EncodedString())),
            ]
        case .close(let stream, let error):
            [("kind", "close"), ("stream", .int(stream)), ("error", error.map(JSONValue.string))]
        case .more(let stream): [("kind", "more"), ("stream", .int(stream))]
        case .cancel(let stream): [("kind", "cancel"), ("stream", .int(stream))]
        }
    }

    init(_ reader: JSONReader) throws(JSONMismatch) {
        let stream = try reader.int("stream")
        switch try reader.text("kind", MessageSizes.word) {
        case "chunk":
            guard let bytes = Data(base64Encoded: try reader.text("bytes", WorkerStreams.chunkBytes * 2)) else {
                throw reader.mismatch("bytes", "is not valid base64")
            }
            self = .chunk(stream, [UInt8](bytes))
        case "close": self = .close(stream, error: try reader.optionalText("error", MessageSizes.message))
        case "more": self = .more(stream)
        case "cancel": self = .cancel(stream)
        case let kind: throw reader.mismatch("kind", "is unknown: \(kind)")
        }
    }
}
