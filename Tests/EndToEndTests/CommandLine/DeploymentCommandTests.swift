import JSON
import TestSupport
import Testing

@Suite("What commands show of deployments, takedowns and the audit log", .timeLimit(.minutes(5)))
struct DeploymentCommandTests {
    private func sleeping(_ name: String) -> JSONValue { calling(name, ["duration": "1 day"], "sleep") }

    private func calling(_ name: String, _ data: JSONValue, _ type: String = "sub_workflow") -> JSONValue {
        [
            "metadata": ["name": .string(name), "version": 1, "createdAt": "", "updatedAt": ""],
            "nodes": [
                [
                    "id": "n", "type": .string(type), "name": "Node", "position": ["x": 0, "y": 0], "version": "1.0.0",
                    "provider": "cloudflare", "data": data,
                ]
            ], "edges": [], "entryNodeId": "n",
        ]
    }

    @Test("The version that is deployed is shown beside the newest one")
    func versions() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(LocalDocument.steps("Orders", ("Say", "return 1;")))
            #expect(try await line("workflows get Orders").stdout.contains("Deployed     version 1\n"))
            let file = try line.folder.write(
                LocalDocument.steps("Orders", ("Say", "return 2;")).text, to: "second.json")
            try await line("workflows push", file.path)
            let shown = try await line("workflows get Orders").stdout
            #expect(shown.contains("Newest       version 2\n"), "\(shown)")
            #expect(shown.contains("Deployed     version 1, not the newest\n"), "\(shown)")
            let listed = try await line("deployments").stdout
            #expect(listed.contains(#/STATUS +VERSION +CREATED.*\n.* Orders +Local +active +1 /#), "\(listed)")
            let api = try await line.api.call("GET", "/api/workflows/\(id)/full")
            #expect(api.at("activeDeployment", "version") == 1)
        }
    }

    @Test("A takedown reports the runs and the callers that it ends, before and after; the same of its preview")
    func takedown() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(sleeping("Rests"))
            _ = try await line.deployed(calling("Caller", ["workflowId": .string(id), "waitForCompletion": true]))
            for _ in 1...2 { try await line("trigger Rests") }
            let asked = try await line("takedown Rests", status: 64)
            #expect(
                asked.stderr.contains(
                    "2 runs have not ended and end. \"Caller\" calls it, and fails when it does. Remove"),
                "\(asked)")
            let done = try await line("takedown Rests --yes")
            #expect(
                done.stdout
                    == "Removed the deployment of \"Rests\". 2 runs ended. \"Caller\" calls it, and fails when it does.\n"
            )
            let runs = try await line.json("runs list --workflow Rests")["data"]?.array ?? []
            #expect(runs.count == 2)
            #expect(try await line("takedown Caller --yes").stdout == "Removed the deployment of \"Caller\".\n")
        }
    }

    @Test("A workflow's deletion reports what it ends on all connections, before and after")
    func deletion() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(sleeping("Rests"))
            _ = try await line.deployed(calling("Caller", ["workflowId": .string(id), "waitForCompletion": true]))
            try await line("connections create local --name Second")
            try await line("deploy Rests --connection Second --yes")
            for connection in ["Local", "Second"] { try await line("trigger Rests --connection \(connection)") }
            let asked = try await line("workflows delete Rests", status: 64)
            #expect(
                asked.stderr.contains(
                    "2 runs have not ended and end. \"Caller\" calls it, and fails when it does. Delete the workflow"),
                "\(asked)")
            #expect(
                try await line("workflows delete Rests --yes").stdout
                    == "Deleted \"Rests\". 2 runs ended. \"Caller\" calls it, and fails when it does.\n")
            #expect(try await line("workflows delete Caller --yes").stdout == "Deleted \"Caller\".\n")
        }
    }

    @Test("The audit log names what was changed")
    func audit() async throws {
        try await Shell.loggedIn { line in
            let id = try await line.deployed(LocalDocument.steps("Orders", ("Say", "return 1;")))
            try await line("trigger Orders --watch")
            let shown = try await line("audit").stdout
            for (action, subject) in [
                ("run.create", "Orders"), ("deployment.create", "Orders"), ("version.create", "Orders, version 1"),
                ("workflow.create", "Orders"),
            ] {
                #expect(
                    shown.split(separator: "\n").contains { $0.contains(action) && $0.contains("  \(subject)  ") },
                    "\(action): \(shown)")
            }
            #expect(shown.contains(id))
        }
    }
}

extension JSONValue {
    fileprivate func at(_ path: String...) -> JSONValue? { path.reduce(self as JSONValue?) { $0?[$1] } }
}
