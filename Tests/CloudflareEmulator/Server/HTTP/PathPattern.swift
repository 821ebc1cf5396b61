import Foundation

/// The path of an endpoint, such as `accounts/:account/queues/:queue`.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case literal(Substring)
        case parameter(Substring)
        /// Any one segment.
        case wildcard
        /// Whatever is left.
        case rest
        /// Whatever is left, slashes included.
        case restParameter(Substring)
    }

    private let segments: [Segment]

    init(_ text: String) {
        segments = text.split(separator: "/").map { segment in
            switch segment {
            case "*": .wildcard
            case "**": .rest
            case _ where segment.hasPrefix("..."): .restParameter(segment.dropFirst(3))
            case _ where segment.hasPrefix(":"): .parameter(segment.dropFirst())
            default: .literal(segment)
            }
        }
    }

    /// The parameters of a path, whose segments are decoded after they are told apart; `nil` when it is another path.
    func match(_ path: some StringProtocol) -> [String: String]? {
        let parts = path.split(separator: "/")
        var parameters: [String: String] = [:]
        for (index, segment) in segments.enumerated() {
            if case .rest = segment { return parameters }
            guard index < parts.count else { return nil }
            if case .restParameter(let name) = segment {
                let rest = parts[index...].joined(separator: "/")
                parameters[String(name)] = rest.removingPercentEncoding ?? rest
                return parameters
            }
            let part = String(parts[index]).removingPercentEncoding ?? String(parts[index])
            switch segment {
            case .literal(let text): if part != text { return nil }
            case .parameter(let name): parameters[String(name)] = part
            case .wildcard, .rest, .restParameter: break
            }
        }
        return parts.count == segments.count ? parameters : nil
    }
}
