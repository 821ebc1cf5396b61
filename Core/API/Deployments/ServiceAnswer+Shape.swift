import Platform
import PluginMessages
import Values

extension ServiceRequests.Answer {
    static let shape = Shape<ServiceRequests.Answer>("ServiceResponse") {
        Member("status", .whole(100...999).example(200), \.response.status, "The status of the response.")
        Member("headers", .list(of: header), \.response.headers, "Its headers, in their order.")
        Member(
            "body", .text.example("{\"price\": 10}"), nullable: \.response.body,
            "The beginning of its body: at most \(ServiceResponse.longestBody >> 10) KiB; `null` for one that is not UTF-8."
        )
        Member("isCut", .flag.example(false), \.response.isCut, "Whether the body is longer.")
        Member(
            "durationMs", .whole(0...Int.max), \.duration.milliseconds, "Milliseconds until the response was complete.")
    }

    private static let header = Shape<ServiceRequest.Header> {
        Member("name", .text.example("content-type"), \.name, "The name of the header.")
        Member("value", .text.example("application/json"), \.value, "The value.")
    }
}
