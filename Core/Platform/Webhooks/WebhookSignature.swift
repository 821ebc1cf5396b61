import Crypto
import Storage
import Values

/// What shows a receiver that a request is from this server and new: HMAC-SHA256 over the time and the body.
struct WebhookSignature: Sendable {
    /// Seconds since 1970.
    let time: Int64
    let body: String
    /// The webhook's, and for a day the one before it.
    let secrets: [String]

    /// `t=1774771200,v1=<64 hexadecimal digits>`, with a `v1` for each secret.
    var header: String {
        let signatures = secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(
                for: Array("\(time).\(body)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
            return "v1=\(Hex.text(code))"
        }
        return (["t=\(time)"] + signatures).joined(separator: ",")
    }
}
