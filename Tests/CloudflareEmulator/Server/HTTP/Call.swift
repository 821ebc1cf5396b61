import Foundation
import Hummingbird
import JSON
import NIOCore

/// A request to an endpoint.
struct Call: Sendable {
    let request: Request
    let body: ByteBuffer
    /// Of the path, decoded.
    let parameters: [String: String]
    let token: Token

    /// The account in the path; of a path in a zone, the zone's.
    let account: String

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    func query(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    func queries(_ name: String) -> [String] {
        request.uri.queryParameters.getAll(name).flatMap { $0.split(separator: ",") }.map(String.init)
    }

    func integer(_ name: String, in range: ClosedRange<Int>, otherwise: Int) throws -> Int {
        guard let text = query(name) else { return otherwise }
        guard let value = Double(text).flatMap({ Int(exactly: $0.rounded(.towardZero)) }), range.contains(value) else {
            throw APIError.invalid("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func json() throws -> JSONValue {
        do { return try JSONValue(parsing: body.readableBytesView) } catch {
            throw APIError.invalid("Could not parse the request body: \(error)")
        }
    }

    func object() throws -> JSONObject {
        guard let object = try json().object else { throw APIError.invalid("The request body must be an object") }
        return object
    }

    func array() throws -> [JSONValue] {
        guard let array = try json().array else { throw APIError.invalid("The request body must be an array") }
        return array
    }

    /// A text that the body must have.
    func text(_ name: String) throws -> String {
        guard let text = try object()[name]?.string, !text.isEmpty else {
            throw APIError.invalid("\(name) is required")
        }
        return text
    }
}

extension HTTPFields {
    static func + (left: HTTPFields, right: HTTPFields) -> HTTPFields {
        var sum = left
        sum.append(contentsOf: right)
        return sum
    }
}
