/// A type that is read straight from a JSON text.
public protocol JSONReadable {
    init(json: JSONView) throws(JSONMismatch)
}

extension String: JSONReadable {
    public init(json: JSONView) throws(JSONMismatch) {
        guard let string = json.string else { throw JSONMismatch(message: "must be a string") }
        self = string
    }
}

extension Int: JSONReadable {
    public init(json: JSONView) throws(JSONMismatch) {
        guard let int = json.int else { throw JSONMismatch(message: "must be an integer") }
        self = int
    }
}
