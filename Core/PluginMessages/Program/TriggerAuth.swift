import JSON

/// What a request to a program's own address has to show before the default handler answers it.
public enum TriggerAuth: Sendable, Hashable {
    /// `Authorization: Bearer` with the value of a variable.
    case bearer(variable: String)
    /// In a header, the HMAC-SHA256 of the body with the value of a variable as its key; of a `GET`, that of the query.
    case signature(variable: String, header: String)
    /// No request is answered: runs are started by the API, by schedules and by other workflows.
    case closed

    /// The header of a document that names none.
    public static let defaultHeader = "X-Signature"

    /// The variable with the secret.
    public var variable: String? {
        switch self {
        case .bearer(let variable), .signature(let variable, _): variable
        case .closed: nil
        }
    }
}

extension TriggerAuth: JSONReadable, JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .bearer(let variable):
                writer.member("type", "bearer")
                writer.member("secret", variable)
            case .signature(let variable, let header):
                writer.member("type", "hmac")
                writer.member("secret", variable)
                writer.member("header", header)
            case .closed: writer.member("type", "closed")
            }
        }
    }

    public init(json: JSONView) throws(JSONMismatch) {
        let reader = try JSONMembers(json)
        switch try reader.string("type") {
        case "bearer": self = .bearer(variable: try reader.string("secret"))
        case "hmac":
            self = .signature(
                variable: try reader.string("secret"),
                header: try reader.optionalString("header") ?? Self.defaultHeader)
        case "closed": self = .closed
        default: throw reader.mismatch("type", "is unknown")
        }
    }
}
