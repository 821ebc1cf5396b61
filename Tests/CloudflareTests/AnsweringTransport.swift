import JSON
import PluginKit
import Synchronization

@testable import CloudflareRuntime

/// Answers calls by their method and path; what it has no answer for does not exist.
final class AnsweringTransport: Transport {
    private let answer: @Sendable (_ call: String) -> FetchResponse?
    private let sent = Mutex<[String]>([])
    private let received = Mutex<[JSONValue]>([])

    init(_ answer: @escaping @Sendable (_ call: String) -> FetchResponse?) { self.answer = answer }

    /// With their queries.
    var calls: [String] { sent.withLock { $0 } }

    /// Those that are JSON.
    var bodies: [JSONValue] { received.withLock { $0 } }

    func send(_ request: FetchRequest) async throws(PluginFailure) -> FetchResponse {
        let target = "\(request.method) \(request.url.dropFirst("http://api/".count))"
        sent.withLock { $0.append(target) }
        if let body = try? JSONValue(parsing: request.body ?? []) { received.withLock { $0.append(body) } }
        return answer(target) ?? FakeAccount.error(404, 10007, "There is no such thing.")
    }

    static func result(_ result: JSONValue, info: JSONValue = [:]) -> FetchResponse {
        FetchResponse(
            status: 200, headers: [(name: "content-type", value: "application/json")],
            body: JSONValue.object(["success": true, "result": result, "result_info": info]).bytes)
    }

    var runtime: CloudflareRuntime {
        CloudflareRuntime(
            settings: ["API_URL": "http://api", "API_DEADLINE": "0"], folder: nil, transport: self, notes: FakeNotes())
    }
}
