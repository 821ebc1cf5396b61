import Crypto
import FoundationEssentials
import Storage
import Values

/// Signature version 4 of AWS, for the requests that the server itself sends to the security token service.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct AWSSignature {
    let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?
    let region: String
    let service: String

    /// The headers of a POST of a form to the root of a host.
    func headers(of body: String, to host: String, at now: Timestamp = .now) -> [(String, String)] {
        let time = Self.time(now)
        let day = String(time.prefix(8))
        var headers = [("content-type", FormText.type), ("host", host), ("x-amz-date", time)]
        if let sessionToken { headers.append(("x-amz-security-token", sessionToken)) }
        let names = headers.map(\.0).joined(separator: ";")
        let request = [
            "POST", "/", "", headers.map { "\($0.0):\($0.1)\n" }.joined(), names, Self.hash(body),
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", time, scope, Self.hash(request)].joined(separator: "\n")
        let key = [day, region, service, "aws4_request"].reduce(Array("AWS4\(secretAccessKey)".utf8)) {
            Self.code(of: $1, by: $0)
        }
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(Hex.text(Self.code(of: text, by: key)))"
        return headers.filter { $0.0 != "host" } + [("authorization", authorization)]
    }

    private static func hash(_ text: String) -> String { Hex.text(Array(SHA256.hash(data: Array(text.utf8)))) }

    private static func code(of text: String, by key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    /// `20261129T230000Z`
    private static func time(_ now: Timestamp) -> String {
        let seconds = now.milliseconds / 1_000
        return Date(timeIntervalSince1970: Double(seconds)).formatted(
            Date.ISO8601FormatStyle().year().month().day().dateSeparator(.omitted).time(
                includingFractionalSeconds: false
            )
            .timeSeparator(.omitted).timeZone(separator: .omitted))
    }
}
