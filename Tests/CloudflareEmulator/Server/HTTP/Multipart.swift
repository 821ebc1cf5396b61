import Hummingbird
import NIOCore

/// A body of the type `multipart/form-data` (RFC 7578).
struct Multipart: Sendable {
    struct Part: Sendable {
        let name: String
        let fileName: String?
        let contentType: String?
        let content: [UInt8]
    }

    let parts: [Part]

    subscript(name: String) -> Part? { parts.first { $0.name == name } }

    init(_ call: Call) throws {
        let type = call.request.headers[.contentType] ?? ""
        guard type.hasPrefix("multipart/form-data"), let boundary = Self.parameter("boundary", of: type) else {
            throw APIError.invalid("The request body must be multipart/form-data")
        }
        let bytes = Array(call.body.readableBytesView)
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var next = Self.index(of: delimiter, in: bytes, from: 0)
        while let start = next.map({ $0 + delimiter.count }) {
            // Two dashes end the body.
            if bytes[start...].starts(with: "--".utf8) { break }
            next = Self.index(of: delimiter, in: bytes, from: start)
            guard let end = next else { throw APIError.invalid("The last part of the request body does not end") }
            // A line break follows the delimiter, and one comes before the next.
            guard start + 2 <= end - 2 else { throw APIError.invalid("A part of the request body is empty") }
            parts.append(try Part(bytes[(start + 2)..<(end - 2)]))
        }
        self.parts = parts
    }

    fileprivate static func index(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        var index = start
        while index <= bytes.count - pattern.count {
            guard let candidate = bytes[index...].firstIndex(of: pattern[0]) else { return nil }
            if bytes[candidate...].starts(with: pattern) { return candidate }
            index = candidate + 1
        }
        return nil
    }

    /// A parameter of a header such as `form-data; name="metadata"`.
    fileprivate static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { $0.trimming(while: { $0 == " " }) }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            return String(pair[1].trimming(while: { $0 == "\"" }))
        }
        return nil
    }
}

extension Multipart.Part {
    fileprivate init(_ bytes: ArraySlice<UInt8>) throws {
        let whole = Array(bytes)
        guard let end = Multipart.index(of: Array("\r\n\r\n".utf8), in: whole, from: 0) else {
            throw APIError.invalid("A part of the request body has no headers")
        }
        var headers: [String: String] = [:]
        for line in String(decoding: whole[..<end], as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { headers[pair[0].lowercased()] = String(pair[1].trimming(while: { $0 == " " })) }
        }
        let disposition = headers["content-disposition"] ?? ""
        guard let name = Multipart.parameter("name", of: disposition) else {
            throw APIError.invalid("A part of the request body has no name")
        }
        self.init(
            name: name, fileName: Multipart.parameter("filename", of: disposition),
            contentType: headers["content-type"], content: Array(whole[(end + 4)...]))
    }
}

extension Substring {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> Substring {
        let start = drop(while: predicate)
        guard let last = start.lastIndex(where: { !predicate($0) }) else { return start.prefix(0) }
        return start[...last]
    }
}
