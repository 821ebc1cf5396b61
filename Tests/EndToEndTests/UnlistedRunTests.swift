import Hummingbird
import Synchronization
import TestSupport
import Testing

/// A run that a webhook started is known to the provider before it is in the server's list.
@Suite("Runs that are not listed yet")
struct UnlistedRunTests {
    @Test("A run is watched that the server reports only when it is asked again")
    func watched() async throws {
        let requests = Atomic(0)
        let run = #"{"id": "a", "workflowId": "w", "status": "complete", "output": 7}"#
        let router = Router()
        router.get("/api/runs/a") { _, _ in
            guard requests.add(1, ordering: .relaxed).newValue > 2 else { throw HTTPError(.notFound) }
            return run
        }
        router.get("/api/workflows/w/runs/a") { _, _ in run }
        router.get("/api/workflows/w/runs/a/:part") { _, _ in #"{"data": []}"# }
        let output = try await LoopbackServer(router: router).serving { base in
            try await Command(
                executable: BuildProducts.millrace, arguments: ["runs", "watch", "a", "--url", base, "--key", "key"]
            ).run()
        }
        #expect(output.status == 0 && output.stdout.contains("complete"), "\(output.stdout)\(output.stderr)")
        #expect(requests.load(ordering: .relaxed) == 3)
    }
}
