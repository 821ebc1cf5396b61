import Hummingbird
import Platform

/// The cookie that a session is kept in.
struct SessionCookie: Sendable {
    static let name = "millrace_session"

    /// Browsers send it over TLS only.
    let isSecure: Bool

    static func token(of request: Request) -> String? { request.cookies[name]?.value }

    /// - Parameter seconds: For which it is kept; 0 takes it away.
    func header(_ token: String, seconds: Int64) -> String {
        "\(Self.name)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)" + (isSecure ? "; Secure" : "")
    }
}
