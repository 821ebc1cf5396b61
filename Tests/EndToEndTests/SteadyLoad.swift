import JSON
import Synchronization

/// Clients that trigger a workflow one run after the other until they are stopped, and the runs that they were told of.
final class SteadyLoad: Sendable {
    private let ids = Mutex<[String]>([])
    private let tasks = Mutex<[Task<Void, Never>]>([])

    /// - Parameter api: where each of the four clients sends its requests.
    init(_ api: APIClient, workflow: String, body: JSONValue) {
        let clients = (0..<4).map { _ in
            Task {
                while !Task.isCancelled,
                    let answer = try? await api.send("POST", "/api/workflows/\(workflow)/trigger", body)
                {
                    if let id = answer.body["id"]?.string { ids.withLock { $0.append(id) } }
                }
            }
        }
        tasks.withLock { $0 = clients }
    }

    /// The runs that were acknowledged until now.
    var acknowledged: [String] { ids.withLock { $0 } }

    /// Sends no more, and returns when no request is open.
    func stop() async {
        let clients = tasks.withLock { $0 }
        for client in clients { client.cancel() }
        for client in clients { await client.value }
    }
}
