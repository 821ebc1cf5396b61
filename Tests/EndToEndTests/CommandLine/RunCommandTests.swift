import Foundation
import JSON
import TestSupport
import Testing

@Suite("Commands for runs and resources, on the real server", .timeLimit(.minutes(5)))
struct RunCommandTests {
    @Test("A run is listed, shown, paused, resumed, sent an event, restarted, terminated and deleted")
    func runs() async throws {
        try await Shell.loggedIn { line in
            let file = PackageRoot.fixture("workflows/human-approval.json")
            try await line("workflows push --create --workflow Approval", file.path)
            try await line("deploy Approval")
            let run = try await line.json("trigger Approval --params", #"{"request": "a day off"}"#)
            let (id, path) = (
                run["id"]?.string ?? "",
                "/api/workflows/\(run["workflowId"]?.string ?? "")/runs/\(run["id"]?.string ?? "")"
            )
            try await line.api.wait(for: ["waiting"], path)
            #expect(try await line("runs list --workflow Approval").stdout.contains("\(id)  "))
            // People see names; programs get what the API returned.
            #expect(try await line("runs list").stdout.contains("\(id)  Approval  waiting  "))
            #expect(try await line.json("runs list")["data"]?.array?[0]["workflowId"] == run["workflowId"])
            #expect(try await line("runs list --status complete").stderr == "None.\n")
            let shown = try await line("runs get", id)
            #expect(shown.stdout.contains("Workflow   Approval\n"))
            #expect(shown.stdout.contains("Waits for  event") && shown.stdout.contains("Wait for the approval"))
            #expect(try await line("runs pause", id).stdout == "Run \(id) is paused.\n")
            #expect(try await line("runs pause", id, status: 76).stderr.hasPrefix("Error: "))
            #expect(try await line("runs resume", id).stdout == "Run \(id) is resumed.\n")
            let payload = #"{"approved": true}"#
            #expect(
                try await line("runs event", id, "approval", "--payload", payload).stdout.contains("Sent \"approval\""))
            #expect(try await line("runs watch", id).stdout.contains("complete"))
            try await line("runs logs", id)
            #expect(try await line("runs restart", id).stdout.contains("restarted"))
            #expect(try await line("runs terminate", id, status: 64).stderr.contains("--yes"))
            try await line("runs terminate --yes", id)
            try await line("runs watch", id, status: 2)
            #expect(try await line("runs delete --yes", id).stdout.contains("Deleted"))
            #expect(try await line("runs get", id, status: 66).stderr.contains("does not exist"))
        }
    }

    @Test("A run that fails ends the watching command with 1, and what it printed has no escape sequences")
    func failure() async throws {
        try await Shell.loggedIn { line in
            let document = LocalDocument.steps(
                "Fails", ("Throw", #"console.log("\u001b[2Jgone"); throw new Error("It broke");"#))
            let id = try await line.deployed(document)
            let run = try await line("trigger --watch", id, status: 1)
            #expect(run.stdout.contains("It broke"), "\(run)")
            let list = try await line.json("runs list --status errored")
            let logs = try await line("runs logs", list["data"]?.array?.first?["id"]?.string ?? "")
            #expect(logs.stdout.contains("gone") && !logs.stdout.contains("\u{1B}"))
        }
    }

    @Test("Key-value stores, databases, buckets and queues of a connection")
    func resources() async throws {
        try await Shell.loggedIn { line in
            try await line("resources kv create prices")
            try await line("resources kv put prices apple -", input: "3")
            let file = line.folder.url.appending(path: "value").path
            try await line("resources kv get prices apple --output", file)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "3")
            #expect(try await line("resources kv get prices apple").stdout == "3")
            #expect(try await line("resources kv keys prices --prefix a").stdout.contains("apple"))
            #expect(try await line("resources kv list --connection Local").stdout.contains("prices"))
            try await line("resources kv remove prices apple")
            let missing = try await line("resources kv get prices apple", status: 66)
            #expect(missing.stderr == "Error: The key \"apple\" does not exist.\n")
            try await line("resources kv delete prices --yes")

            try await line("resources d1 create shop")
            let made = try await line("resources d1 query shop", "CREATE TABLE orders (id INTEGER, name TEXT)")
            #expect(made.stdout == "Done; no rows.\n")
            try await line(
                "resources d1 query shop -", "--params", #"[7, "Ada"]"#, input: "INSERT INTO orders VALUES (?, ?)")
            let rows = try await line("resources d1 query shop", "SELECT * FROM orders")
            #expect(rows.stdout == "id  name\n7   Ada\n")
            #expect(try await line("resources d1 list").stdout.contains("shop"))
            try await line("resources d1 delete shop --yes")

            try await line("resources r2 create files")
            try await line("resources r2 put files a/b.txt --content-type text/plain -", input: "hello")
            #expect(try await line("resources r2 objects files --prefix a/").stdout.contains("a/b.txt"))
            #expect(try await line("resources r2 get files a/b.txt").stdout == "hello")
            #expect(try await line("resources r2 delete files --yes", status: 76).stderr.contains("not empty"))
            try await line("resources r2 remove files a/b.txt")
            #expect(try await line("resources r2 list").stdout.contains("files"))
            try await line("resources r2 delete files --yes")

            #expect(try await line("resources queues send jobs", #"{"n": 1}"#).stdout.contains("Sent"))
            let messages = try await line("resources queues messages jobs")
            #expect(messages.stdout.contains(#"{"n":1}"#), "\(messages)")
            #expect(try await line("resources queues list").stdout.contains("jobs"))
            #expect(try await line("resources queues retry jobs", status: 65).stderr.hasPrefix("Error: "))
            #expect(try await line("resources queues remove jobs --yes").stdout == "Deleted 1.\n")
        }
    }
}
