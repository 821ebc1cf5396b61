import Foundation

/// The origin of pages as browsers send it: scheme, host and port.
enum WebOrigin {
    static let allowed = "an origin such as https://millrace.example.com, without a path"

    /// - Returns: `nil` for what is not an origin, and for a URL with more than one.
    static func parse(_ text: String) -> String? {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host?.lowercased(), !host.isEmpty,
            ["", "/"].contains(url.path), url.query == nil, url.fragment == nil, url.user == nil
        else { return nil }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
