import Crypto
import GRDB
import JSON
import PluginMessages
import Values

/// A part of an upload.
struct UploadPart: Sendable {
    let number: Int
    /// The name of the file with the content.
    let file: String
    let size: Int
    /// The content's MD5 in hexadecimal digits.
    let etag: String

    /// What a program says of a part that is to be in the object.
    struct Choice: Sendable {
        let number: Int
        let etag: String

        init(json: JSONValue) throws(JSONMismatch) {
            let reader = try JSONReader(json)
            number = try reader.int("partNumber")
            etag = try reader.string("etag")
        }
    }

    /// The parts that are chosen, in their order.
    /// - Throws: `local.r2` where they make no object.
    static func chosen(_ choices: [Choice], of parts: [UploadPart]) throws -> [UploadPart] {
        let uploaded = Dictionary(uniqueKeysWithValues: parts.map { ($0.number, $0) })
        let chosen = try choices.sorted { $0.number < $1.number }.map { choice in
            guard let part = uploaded[choice.number], part.etag == choice.etag else {
                throw BucketLimits.refusal(
                    "complete: part \(choice.number) was not uploaded, or has another etag (10025)")
            }
            return part
        }
        guard let first = chosen.first, let last = chosen.last, Set(chosen.map(\.number)).count == chosen.count else {
            throw BucketLimits.refusal("complete: the parts must be at least one, and each no more than once (10048)")
        }
        guard chosen.dropLast().allSatisfy({ $0.size >= UploadLimits.partBytes }) else {
            throw BucketLimits.refusal("complete: a part that is not the last must have at least 5 MiB (10011)")
        }
        guard chosen.dropLast().allSatisfy({ $0.size == first.size }), last.size <= first.size else {
            throw BucketLimits.refusal(
                "complete: all parts must have the same size, but for the last, which may be smaller (10048)")
        }
        return chosen
    }

    /// The etag of an object that is made of parts: a digest of their digests, and their number.
    static func etag(of parts: [UploadPart]) -> String {
        var digest = Insecure.MD5()
        for part in parts { digest.update(data: part.digest) }
        return Hex.text(digest.finalize()) + "-\(parts.count)"
    }

    private var digest: [UInt8] { Hex.bytes(etag) ?? [] }
}

extension UploadPart {
    init(row: Row) {
        self.init(number: row["number"], file: row["file"], size: row["size"], etag: row["etag"])
    }
}
