import Hummingbird
import JSON

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(json: value))
    }
}

extension ResponseBody {
    init(json: JSONValue) { self.init(byteBuffer: ByteBuffer(bytes: json.bytes)) }
}
