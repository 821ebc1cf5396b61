import Hummingbird
import JSON

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(json: value))
    }

    /// - Parameter location: A path of the API.
    static func json(_ value: JSONValue, status: HTTPResponse.Status, location: String) -> Response {
        var response = json(value, status: status)
        response.headers[.location] = location
        return response
    }
}

extension ResponseBody {
    init(json: JSONValue) { self.init(byteBuffer: ByteBuffer(bytes: json.bytes)) }
}
