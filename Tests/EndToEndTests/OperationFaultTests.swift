import Faults
import Foundation
import JSON
import TestSupport
import Testing

@Suite("Operations on runs that a fault cuts off, on the real server", .timeLimit(.minutes(10)))
struct OperationFaultTests {
    /// With a run that waits, or with its deployment.
    enum Operation: String, CaseIterable {
        case pause, terminate, restart, event, delete, takedown
    }

    /// A deployed workflow of which one run waits for an event.
    private struct Scene {
        let workflow: String
        let run: String
        let connection: JSONValue

        init(_ api: APIClient) async throws {
            connection = ["connectionId": .string(try await api.localConnection())]
            let code = "const go = await step.waitForEvent('go', { type: 'go' }); return go.payload;"
            let (id, _) = try await api.workflow(named: "Waits", LocalDocument.inline("Waits", code))
            workflow = "/api/workflows/\(id)"
            _ = try await api.call("POST", "\(workflow)/deploy", connection)
            let started = try await api.call("POST", "\(workflow)/trigger", connection)
            run = "\(workflow)/runs/\(started["id"]?.string ?? "")"
            try await api.wait(for: ["waiting"], run)
        }

        /// - Returns: The status of the response.
        func perform(_ operation: Operation, _ api: APIClient) async throws -> Int {
            switch operation {
            case .pause, .terminate, .restart: try await api.send("POST", "\(run)/\(operation.rawValue)").status
            case .event: try await api.send("POST", "\(run)/events", ["type": "go", "payload": 5]).status
            case .delete: try await api.send("DELETE", run).status
            case .takedown: try await api.send("POST", "\(workflow)/takedown", connection).status
            }
        }

        func check(_ operation: Operation, _ api: APIClient) async throws {
            switch operation {
            case .pause:
                #expect(try await api.call("GET", run)["status"] == "paused")
                _ = try await api.call("POST", "\(run)/resume")
                try await complete(api)
            case .restart: try await complete(api)
            case .event: #expect(try await api.wait(for: ["complete", "errored"], run)["output"] == 5)
            case .terminate: #expect(try await api.call("GET", run)["status"] == "terminated")
            case .delete:
                #expect(try await api.send("GET", run).status == 404)
                #expect(try await api.call("GET", "\(workflow)/runs")["data"] == [])
            case .takedown:
                let deployments = try await api.call("GET", "\(workflow)/deployments")["data"]?.array
                #expect(deployments?.map { $0["status"] } == ["removed"])
                try await api.wait(for: ["terminated"], run)
                #expect(try await api.send("POST", "\(workflow)/deploy", connection).status == 201)
            }
        }

        private func complete(_ api: APIClient) async throws {
            try await api.wait(for: ["waiting"], run)
            _ = try await api.call("POST", "\(run)/events", ["type": "go", "payload": 5])
            #expect(try await api.wait(for: ["complete", "errored"], run)["output"] == 5)
        }
    }

    @Test(
        "Kill -9 within: the next server has it done, or does it when it is asked to again",
        arguments: Operation.allCases, [FaultPoint.journalCommitted, .storageCommit])
    func kill(operation: Operation, point: FaultPoint) async throws {
        let folder = try TemporaryFolder()
        let fault = ArmableFault(in: folder)
        let first = try await ServerProcess(data: folder.url, environment: fault.environment)
        let client = try APIClient(first, data: folder.url)
        let scene = try await Scene(client)
        // What can be restarted or deleted has ended.
        if [.restart, .delete].contains(operation) { _ = try await scene.perform(.terminate, client) }
        try fault.arm(point, "kill")
        _ = try? await scene.perform(operation, client)
        #expect(try await first.ended() == .signal(SIGKILL))
        #expect(fault.hasHappened)

        let second = try await ServerProcess(data: folder.url, environment: fault.environment)
        let api = try APIClient(second, data: folder.url)
        let status = try await scene.perform(operation, api)
        #expect([200, 202, 204, 404, 409].contains(status), "\(status)\n\(second.output)")
        try await scene.check(operation, api)
        try await second.stop()
    }
}
