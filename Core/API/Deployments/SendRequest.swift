import Hummingbird
import Platform
import PluginMessages
import Storage

struct SendRequest: JSONBody {
    static let schema = Schema.body(
        [
            "connectionId": .reference.note("The connection that the workflow is deployed to."),
            "method": Schema.choice(of: ServiceRequest.Method.self).usually("POST").note("The method of the request."),
            "path": Schema.text(1...ServiceRequests.longestPath, pattern: "^/[!\"$-~]*$").usually("/").example(
                "/?limit=2"
            )
            .note("Below the deployment's address, with the query; characters other than ASCII are written as %XX."),
            "headers": Schema.list(of: header, most: ServiceRequests.mostHeaders).note("In their order."),
            "body": Schema.text.note("At most \(ServiceRequests.longestBody) bytes.").example(
                "{\"orderId\": \"A-1042\"}"),
        ], required: ["connectionId"]
    ).closed.named("ServiceRequest")

    private static let header = Schema.body(
        [
            "name": Schema.text(1...256, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$").example("Content-Type").note(
                "The name of the header."),
            "value": Schema.text(0...ServiceRequests.longestHeader, pattern: "^[ -~]*$").example("application/json")
                .note(
                    "The value of the header."),
        ], required: ["name", "value"]
    ).closed

    let connectionId: String
    let method: String?
    let path: String?
    let headers: [ServiceRequest.Header]?
    let body: String?
}
