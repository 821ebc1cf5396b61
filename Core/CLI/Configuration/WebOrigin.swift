import Values

/// The origin of pages as browsers send it: scheme, host and port.
enum WebOrigin {
    static let allowed = "an origin such as https://millrace.example.com, without a path"

    /// - Returns: `nil` for what is not an origin, and for a URL with more than one.
    static func parse(_ text: String) -> String? {
        guard let url = try? WebURL(text), ["", "/"].contains(url.path), !url.hasQuery, !url.hasFragment, !url.hasUser
        else { return nil }
        let host = url.isIPv6 ? "[\(url.host)]" : url.host
        return "\(url.scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
