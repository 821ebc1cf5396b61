import FoundationEssentials
import JSON
import PluginHost
import PluginMessages

/// Asks authorization servers for tokens, through the host's client.
struct TokenRequests: Sendable {
    let contributions: any Contributions
    /// Whether servers on this machine and in private networks may be asked.
    let allowsPrivate: Bool

    /// An answer (RFC 6749, section 5.1).
    struct Answer: Sendable {
        let accessToken: String
        let refreshToken: String?
        let seconds: Int
        /// Other members that programs use, by a node's fields.
        let values: [String: String]
    }

    /// A refusal (RFC 6749, section 5.2).
    struct Refusal: Error, Sendable {
        let code: String
        let message: String
        /// The refresh token or the code is no longer valid.
        var isOver: Bool { code == "invalid_grant" }
    }

    func exchange(_ form: [(String, String)], _ fields: JSONObject) async throws -> Answer {
        let address = fields["tokenUrl"]?.string ?? ""
        guard PrivateAddress.isPublic(address) || allowsPrivate else {
            throw Refusal(
                code: "private",
                message: "\"\(address)\" is not an https:// address of a public host; the server asks no others.")
        }
        var form = form
        var headers: [(String, String)] = [
            ("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json"),
            ("user-agent", "millrace"),
        ]
        let (id, secret) = (fields["clientId"]?.string ?? "", fields["clientSecret"]?.string ?? "")
        if secret.isEmpty {
            form.append(("client_id", id))
        } else if fields["clientAuthentication"] == "body" {
            form += [("client_id", id), ("client_secret", secret)]
        } else {
            let pair = "\(FormText.encode(id)):\(FormText.encode(secret))"
            headers.append(("authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        }
        let body = form.map { "\(FormText.encode($0.0))=\(FormText.encode($0.1))" }.joined(separator: "&")
        let message: JSONValue = [
            "method": "POST", "url": .string(address), "timeout": 20,
            "headers": .array(headers.map { [.string($0.0), .string($0.1)] }),
            "body": .string(Data(body.utf8).base64EncodedString()),
        ]
        let answer: JSONValue
        switch await contributions.host.fetch(message.bytes) {
        case .success(let value): answer = value
        case .failure(let failure): throw Refusal(code: failure.code, message: failure.message)
        }
        return try Self.read(answer)
    }

    private static func read(_ answer: JSONValue) throws -> Answer {
        let bytes = Data(base64Encoded: answer["body"]?.string ?? "") ?? Data()
        let body = (try? JSONValue(parsing: Array(bytes))) ?? .null
        let status = answer["status"]?.int ?? 0
        guard (200..<300).contains(status), let token = body["access_token"]?.string, !token.isEmpty else {
            let code = body["error"]?.string ?? "status \(status)"
            // A description is the vendor's text; what it could repeat of the request is not shown.
            throw Refusal(code: code, message: "\(code.prefix(100)) (HTTP \(status)).")
        }
        var values: [String: String] = [:]
        if let instance = body["instance_url"]?.string { values["instanceUrl"] = instance }
        let seconds = body["expires_in"]?.int ?? body["expires_in"]?.string.flatMap { Int($0) } ?? 3_600
        return Answer(
            accessToken: token, refreshToken: body["refresh_token"]?.string, seconds: max(1, seconds), values: values)
    }
}

/// `application/x-www-form-urlencoded`.
enum FormText {
    static func encode(_ text: String) -> String {
        text.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
            }
        }.joined()
    }
}

/// Which addresses the server asks for somebody: those of the internet, by their names.
enum PrivateAddress {
    static func isPublic(_ text: String) -> Bool {
        guard let url = URL(string: text), url.scheme == "https", let host = url.host()?.lowercased(), !host.isEmpty,
            url.user() == nil
        else { return false }
        // Literals of any family, and names without a domain, which only a private network resolves.
        guard host.contains("."), !host.contains(":"), host.last?.isNumber == false else { return false }
        return ![".localhost", ".local", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}
