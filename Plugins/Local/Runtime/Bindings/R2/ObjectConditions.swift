import JSON
import Values

/// When something is to be done with an object: `onlyIf` ("R2: Workers API reference, conditional operations" of
/// Cloudflare's documentation), evaluated as RFC 9110, section 13.2.2 says.
struct ObjectConditions: Sendable {
    let etagMatches: [String]?
    let etagDoesNotMatch: [String]?
    let uploadedBefore: Timestamp?
    let uploadedAfter: Timestamp?
    /// Times are compared by whole seconds.
    let wholeSeconds: Bool

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        etagMatches = reader.object["etagMatches"]?.array?.compactMap(\.string)
        etagDoesNotMatch = reader.object["etagDoesNotMatch"]?.array?.compactMap(\.string)
        uploadedBefore = try reader.optionalInt("uploadedBefore").map(Timestamp.init(number:))
        uploadedAfter = try reader.optionalInt("uploadedAfter").map(Timestamp.init(number:))
        wholeSeconds = try reader.bool("wholeSeconds")
    }

    /// - Parameter object: `nil` where there is none.
    func hold(for object: ObjectRecord?) -> Bool {
        if let etagMatches {
            guard let object, etagMatches.contains(object.etag) || etagMatches.contains("*") else { return false }
        } else if let uploadedBefore, let object, time(object) >= uploadedBefore {
            return false
        }
        if let etagDoesNotMatch {
            if let object, etagDoesNotMatch.contains(object.etag) || etagDoesNotMatch.contains("*") { return false }
        } else if let uploadedAfter, let object, time(object) <= uploadedAfter {
            return false
        }
        return true
    }

    private func time(_ object: ObjectRecord) -> Timestamp {
        wholeSeconds ? Timestamp(number: object.uploaded.number / 1000 * 1000) : object.uploaded
    }
}
