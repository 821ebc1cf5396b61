import Hummingbird
import JSON
import NIOCore

/// What an endpoint answers when it succeeds.
enum Answer: Sendable {
    /// In the envelope.
    case result(JSONValue)
    /// In the envelope, with the status 201.
    case created(JSONValue)
    /// In the envelope, with `result_info`.
    case list(JSONValue, info: JSONObject)
    /// As it is.
    case content(ByteBuffer, type: String, headers: HTTPFields = [:])
    case noContent

    static func object(_ members: (String, JSONValue?)...) -> Answer {
        .result(
            .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } })))
    }

    var response: Response {
        switch self {
        case .result(let result): .envelope(result: result)
        case .created(let result): .envelope(result: result, status: .created)
        case .list(let result, let info): .envelope(result: result, info: info)
        case .content(let bytes, let type, let headers):
            Response(status: .ok, headers: headers + [.contentType: type], body: .init(byteBuffer: bytes))
        case .noContent: Response(status: .noContent)
        }
    }
}

extension Response {
    static func envelope(
        result: JSONValue, info: JSONObject? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        var body: JSONObject = ["success": true, "errors": [], "messages": [], "result": result]
        if let info { body["result_info"] = .object(info) }
        return .json(.object(body), status: status)
    }

    static func envelope(_ error: APIError) -> Response {
        let errors: JSONValue = [["code": .int(error.code), "message": .string(error.message)]]
        var response = Response.json(
            ["success": false, "errors": errors, "messages": [], "result": nil], status: error.status)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
