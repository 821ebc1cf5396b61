import Hummingbird
import Platform

/// The cookie that a session is kept in.
struct SessionCookie: Sendable {
    static let name = "millrace_session"

    /// Browsers send it over TLS only.
    let isSecure: Bool

    static func token(of request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }

    /// - Parameter seconds: For which it is kept; 0 takes it away.
    func header(_ token: String, seconds: Int64) -> String {
        "\(Self.name)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)" + (isSecure ? "; Secure" : "")
    }
}
