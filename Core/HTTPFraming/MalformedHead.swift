/// What makes the head of a request unusable.
package enum MalformedHead: Error, Sendable {
    case host, target, transferCoding

    package var message: String {
        switch self {
        case .host: "A request must have exactly one Host header with a valid host (RFC 9112, section 3.2)."
        case .target:
            "The request's target must be a path that begins with \"/\", or an http or https URL without a user "
                + "(RFC 9112, section 3.2)."
        case .transferCoding:
            "Transfer-Encoding must be \"chunked\" and nothing else, in HTTP/1.1 (RFC 9112, section 6.1)."
        }
    }
}
