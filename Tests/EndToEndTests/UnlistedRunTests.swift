import Hummingbird
import ServerSupport
import Synchronization
import TestSupport
import Testing

/// A run that a webhook started is known to the provider before it is in the server's list.
@Suite("Runs that are not listed yet", .timeLimit(.minutes(20)))
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

    @Test("The server's stream tells of the end of a run that is watched; without one the run is asked for")
    func streamed() async throws {
        for hasStream in [true, false] {
            let looks = Atomic(0)
            let streams = Atomic(0)
            let router = Router()
            router.get("/api/runs/a") { _, _ in #"{"id": "a", "workflowId": "w", "status": "running"}"# }
            router.get("/api/workflows/w/runs/a") { _, _ in
                let isOver = looks.add(1, ordering: .relaxed).newValue > 1
                // The first look ends when the stream has been asked for, whichever of them a busy machine sends first.
                try await eventually("the stream to be asked for") { streams.load(ordering: .relaxed) > 0 }
                return #"{"id": "a", "status": "\#(isOver ? "complete" : "running")", "output": 7}"#
            }
            router.get("/api/workflows/w/runs/a/steps") { _, _ in #"{"data": []}"# }
            router.get("/api/workflows/w/runs/a/logs") { _, _ in #"{"data": []}"# }
            router.get("/api/workflows/w/runs/a/stream") { _, _ -> Response in
                streams.add(1, ordering: .relaxed)
                guard hasStream else { throw HTTPError(.notFound) }
                return Response(
                    status: .ok, headers: [.contentType: "text/event-stream"],
                    body: ResponseBody { writer in
                        try await writer.write(.init(string: "retry: 2000\n\nevent: run\ndata: {}\n\n"))
                        try await Task.sleep(for: .seconds(600))
                        try await writer.finish(nil)
                    })
            }
            let output = try await LoopbackServer(router: router).serving { base in
                try await Command(
                    executable: BuildProducts.millrace,
                    arguments: ["runs", "watch", "a", "--url", base, "--key", "key"]
                ).run()
            }
            #expect(output.status == 0 && output.stdout == "running\ncomplete\n7\n", "\(output)")
            #expect(looks.load(ordering: .relaxed) == 2 && streams.load(ordering: .relaxed) == 1)
        }
    }
}
