import FoundationEssentials

/// RFC 7617.
enum BasicAuthorization {
    static func header(_ user: String, _ password: String) -> String {
        "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }
}
