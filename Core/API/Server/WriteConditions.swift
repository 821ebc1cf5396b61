import HTTPTypes
import Hummingbird
import Platform

/// The conditions of a request that changes something (RFC 9110, sections 13.1.1 and 13.1.2).
///
/// A tag is that of the state, and after a hyphen that of the response's bytes, which may have more than the resource. Only
/// the state is compared, so that every response with the resource has a tag to change it by. Tags are weak, as responses may
/// be compressed, and are compared regardless of that: it is the resource that has to be the same, not the bytes.
struct WriteConditions: Sendable {
    private enum Tag: Equatable {
        /// `*` without quotes: any state of what is there.
        case any
        /// The text between quotes.
        case text(Substring)
    }

    private let match: [Tag]?
    private let noneMatch: [Tag]?

    init(_ request: Request) {
        match = Self.tags(request.headers[.ifMatch])
        // A POST creates something else than its path names.
        noneMatch = request.method == .post ? nil : Self.tags(request.headers[.ifNoneMatch])
    }

    /// Whether the request has none.
    var isEmpty: Bool { match == nil && noneMatch == nil }

    /// Nothing has the tags of something else, and of a list there are none.
    func checkWithoutResource() throws(PlatformError) {
        if let match, !match.contains(.any) { throw .precondition("If-Match") }
    }

    @Sendable func check(_ state: ResourceState) throws(PlatformError) {
        if let match, !Self.contains(match, state) { throw .precondition("If-Match") }
        if let noneMatch, Self.contains(noneMatch, state) { throw .precondition("If-None-Match") }
    }

    private static func contains(_ tags: [Tag], _ state: ResourceState) -> Bool {
        tags.contains { tag in
            switch tag {
            case .any: state.isSet
            case .text(let text): text.prefix { $0 != "-" } == state.text
            }
        }
    }

    private static func tags(_ header: String?) -> [Tag]? {
        header?.split(separator: ",").map { item in
            let tag = item.drop { $0 == " " }
            guard let start = tag.firstIndex(of: "\"") else {
                let text = tag.prefix { $0 != " " }
                return text == "*" ? .any : .text(text)
            }
            return .text(tag[tag.index(after: start)...].prefix { $0 != "\"" })
        }
    }
}
