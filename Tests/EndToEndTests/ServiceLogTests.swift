import Foundation
import JSON
import TestSupport
import Testing

@Suite("Logs of a function, on the real server", .timeLimit(.minutes(3)))
struct ServiceLogTests {
    @Test("A function's deployment has what it printed and threw, with secrets masked, until it is taken down")
    func function() async throws {
        try await LocalInstallation.running { installation in
            let api = installation.api
            _ = try await api.call(
                "POST", "/api/env-vars", ["name": "SHOP_TOKEN", "value": "very-secret-token", "isSecret": true])
            let document = LocalDocument.steps(
                "Talks", ("EXPORT_it", "console.log('asked', event.payload.of, env.SHOP_TOKEN); return 1;"),
                ("Fails", "if (event.payload.of === 'bad') throw new Error('this is bad'); return 2;"),
                trigger: ["type": "http"], kind: "script")
            let worker = try await installation.deploy(document)
            let path = "/api/workflows/\(worker.id)"
            let deployments = try await api.call("GET", "\(path)/deployments")["data"]?.array ?? []
            let logs = "\(path)/deployments/\(deployments.first?["id"]?.string ?? "")/logs"
            #expect(try await api.call("GET", logs)["data"] == [])
            for of in ["good", "bad"] { _ = try await worker.ask("POST", "", ["of": .string(of)]) }
            let expected = ["asked good", "asked bad", "this is bad", "POST / 200", "POST / 500"]
            let found = try await eventually(
                "all lines are there", satisfies: { logs in expected.allSatisfy { logs.text.contains($0) } }
            ) { try await api.call("GET", logs) }
            #expect(!found.text.contains("very-secret-token"), "\(found.text)")
            let errors = try await api.call("GET", "\(logs)?level=error&q=post")["data"]?.array
            #expect(
                errors?.count == 1 && errors?.first?["text"]?.string?.hasPrefix("POST / 500") == true, "\(found.text)")
            _ = try await api.call("POST", "\(path)/takedown", ["connectionId": .string(installation.connection)])
            #expect(try await api.call("GET", logs)["data"] == [])
        }
    }
}
