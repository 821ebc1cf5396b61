import JSON
import PluginKit

/// A successful answer: `result` and `result_info` of the API's envelope.
struct APIAnswer: Sendable {
    let result: JSONValue
    private let info: JSONValue?

    /// Where the next page begins; `nil` at the end.
    var cursor: String? {
        let cursor = info?["cursor"]?.string ?? info?["cursors"]?["after"]?.string
        return cursor?.isEmpty == true ? nil : cursor
    }

    /// The page after this one, of lists that count pages; `nil` at the end.
    var nextPage: Int? {
        guard let page = info?["page"]?.int else { return nil }
        if let pages = info?["total_pages"]?.int { return page < pages ? page + 1 : nil }
        guard let size = info?["per_page"]?.int, let total = info?["total_count"]?.int else { return nil }
        return page * size < total ? page + 1 : nil
    }

    var list: [JSONValue] { result.array ?? [] }

    init(result: JSONValue, info: JSONValue? = nil) {
        self.result = result
        self.info = info
    }
}

extension APIFailure.Reason {
    /// What an answer with a status of failure says, or one whose envelope says `success: false`.
    init(_ response: FetchResponse, envelope: JSONValue?) {
        guard let errors = envelope?["errors"]?.array else {
            self = .malformed(
                status: response.status, String(String(decoding: response.body.prefix(200), as: UTF8.self)))
            return
        }
        self = .refused(
            status: response.status,
            errors.map { .init(code: $0["code"]?.int ?? 0, message: $0["message"]?.string ?? "") })
    }
}
