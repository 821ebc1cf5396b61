import Foundation
import Hummingbird
import JSON
import ServerSupport
import TestSupport
import Testing

@Suite("Commands for workflows, versions and deployments, on the real server", .timeLimit(.minutes(5)))
struct WorkflowCommandTests {
    private static let document = LocalDocument.steps("Greeting", ("Say", "console.log('hi'); return { text: 'hi' };"))

    @Test("A workflow is created, changed, found by its name, moved and deleted")
    func workflows() async throws {
        try await Shell.loggedIn { line in
            let created = try await line("workflows create", "Order approval", "--description", "Asks")
            #expect(created.stdout.hasPrefix("Created \"Order approval\": "))
            #expect(try await line.json("workflows get", "Order approval")["description"] == "Asks")
            try await line("workflows edit", "Order approval", "--name", "Orders", "--changes", #"{"envVars": []}"#)
            #expect(try await line("workflows edit Orders", status: 64).stderr.contains("Nothing to change"))
            let list = try await line("workflows list --search Ord --limit 0")
            #expect(list.stdout.contains("ID") && list.stdout.contains("Orders  workflow  draft"))
            #expect(!list.stdout.contains("\u{1B}"))

            #expect(created.stderr.isEmpty)
            let original = list.stdout.split(separator: "\n").last?.split(separator: " ").first.map(String.init) ?? "-"
            let second = try await line("workflows create Orders --json")
            #expect(second.stderr.contains("Warning: Another workflow is named \"Orders\" (\(original))"), "\(second)")
            let twin = try JSONValue(parsing: second.stdout)
            let ambiguous = try await line("workflows get Orders", status: 66)
            #expect(
                ambiguous.stderr.contains("2 workflows are named \"Orders\"")
                    && ambiguous.stderr.contains(twin["id"]?.string ?? "-"))
            #expect(try await line("workflows get None", status: 66).stderr.contains("No workflow is named \"None\""))
            let misspelled = try await line("workflows get Ordres", status: 66)
            #expect(misspelled.stderr.contains("No workflow is named \"Ordres\". Did you mean \"Orders\"? "))
            let connection = try await line("deploy --connection Locl", twin["id"]?.string ?? "", status: 66)
            #expect(connection.stderr.contains("Did you mean \"Local\"?"))

            try await line("projects create Other")
            let move = try await line("workflows move --to other", twin["id"]?.string ?? "")
            #expect(move.stdout.contains("to \"Other\""))
            #expect(try await line("workflows delete Orders", status: 64).stderr.contains("--yes"))
            #expect(try await line("workflows delete Orders --yes").stdout == "Deleted \"Orders\".\n")
            #expect(try await line("workflows get Orders", status: 66).stderr.contains("Orders"))
        }
    }

    @Test("Syntax errors of several nodes are told together, and beside what else is wrong with a document")
    func syntaxErrors() async throws {
        try await Shell.loggedIn { line in
            let sound = LocalDocument.steps(
                "Wrong", ("A", "const a b;"), ("B", "return 1;"), ("C", "return 2 2;"), ("D", "("))
            var wrong = sound.object ?? [:]
            let edge: JSONValue = ["id": "x", "source": "n1", "target": "nowhere"]
            wrong["edges"] = .array((sound["edges"]?.array ?? []) + [edge])
            var headless = sound.object ?? [:]
            headless["entryNodeId"] = "nowhere"
            var unreadable = sound.object ?? [:]
            unreadable["nodes"] = .array([1] + (sound["nodes"]?.array ?? []))
            let syntax = [("n0", "worker.syntax"), ("n2", "worker.syntax"), ("n3", "worker.code.unbalanced")]
                .map { "[\($0), line 1 of its code] (\($1))" }
            for (document, code, first) in [
                (sound, "(worker.syntax)", 0), (.object(wrong), "(ir.edge.unknownTarget)", 0),
                (.object(headless), "(ir.entry.unknown)", 0), (.object(unreadable), "(ir.field.type)", 1),
            ] as [(JSONValue, String, Int)] {
                let file = try line.folder.write(document.text, to: "wrong.json").path
                try line.folder.write("workflows:\n  Wrong: {document: wrong.json}\n", to: "millrace.yaml")
                let folder = line.folder.url.path
                for command in [["compile", file], ["workflows push --create", file], ["apply --check", folder]] {
                    let refused = try await line(command[0], command[1], status: 65).stderr
                    for part in syntax + [code] { #expect(refused.contains(part), "\(part) of \(command): \(refused)") }
                    #expect(!refused.contains("[n1, "), "\(refused)")
                }
                let answer = try await line.api.send(
                    "POST", "/api/compile", ["ir": document, "triggerCode": "return 1 1;"])
                let pointers = (answer.body["details"]?.array ?? []).compactMap { $0["pointer"]?.string }
                let expected = [0, 2, 3].map { "/nodes/\($0 + first)/data/code" } + ["/triggerCode"]
                #expect(Set(expected).isSubset(of: pointers), "\(answer.body.text)")
            }
        }
    }

    @Test("What the API refuses is told field by field, with the status of its kind")
    func refusals() async throws {
        try await Shell.loggedIn { line in
            let invalid = try await line(
                "api POST workflows", "-d", #"{"nme": 1}"#, status: 65)
            #expect(invalid.stderr.contains("Error: The request has 2 problems."))
            #expect(invalid.stderr.contains("  /name: error: required (field.required)"))
            #expect(invalid.stderr.contains("  /nme: error: is not a valid member"))
            #expect(try JSONValue(parsing: invalid.stdout)["code"] == "request.invalid")
            try await line("api GET /api/workflows/none", status: 66)
            try await line("api GET nodes/step")
            let unknown = try await line("workflow list", status: 64)
            #expect(unknown.stderr.contains("Did you mean \"millrace workflows\"?"))
            #expect(try await line("help workflow", status: 64).stdout.isEmpty)
            #expect(try await line("members list", status: 77).stderr.contains("millrace login"))
            #expect(try await line("workflows list --json --limit -1", status: 64).stderr.contains("--limit"))
        }
    }

    @Test("A document is pushed, compared, pulled as YAML and pushed again without a change")
    func documents() async throws {
        try await Shell.loggedIn { line in
            let file = try line.folder.write(Self.document.prettyText, to: "greeting.json").path
            #expect(try await line("workflows push", file, status: 66).stderr.contains("Greeting"))
            #expect(try await line("workflows push --create", file).stdout.contains("Version 1 of \"Greeting\""))
            #expect(try await line("workflows push", file).stdout == "Version 1 has this document.\n")
            let yaml = line.folder.url.appending(path: "greeting.yaml").path
            #expect(try await line("workflows pull Greeting --output", yaml).stdout.contains("Wrote version 1"))
            #expect(try await line("workflows diff", yaml).stdout.isEmpty)
            #expect(try await line("workflows push", yaml).stdout == "Version 1 has this document.\n")
            let text = try String(contentsOfFile: yaml, encoding: .utf8)
            try Data(text.replacingOccurrences(of: "name: Say", with: "name: Tell").utf8).write(to: URL(filePath: yaml))
            let diff = try await line("workflows diff", yaml, status: 1)
            #expect(diff.stdout == "- /nodes/n0/name: \"Say\"\n+ /nodes/n0/name: \"Tell\"\n")
            #expect(try await line("workflows push", yaml).stdout.contains("Version 2"))
            #expect(try await line.json("workflows pull Greeting --at 1") == Self.document)

            #expect(try await line.json("workflows pull Greeting --version 1") == Self.document)
            #expect(try await line("compile", yaml).stdout.contains("WorkflowEntrypoint"))
            let bad = Self.document.text.replacing("Greeting", with: "Bad").replacing(#""step""#, with: #""stepp""#)
            let refusedFirst = try await line(
                "workflows push --create", try line.folder.write(bad, to: "bad.json").path, status: 65)
            #expect(refusedFirst.stderr.contains("bad.json:1:"), "\(refusedFirst)")
            #expect(try await line.json("workflows list --search Bad")["data"] == [])

            let broken = text.replacingOccurrences(of: "type: step", with: "type: stepp")
            try Data(broken.utf8).write(to: URL(filePath: yaml))
            let place =
                broken.split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.contains("type: stepp") }.map { $0 + 1 } ?? 0
            let refused = try await line("workflows push", yaml, status: 65)
            #expect(refused.stderr.contains("\(yaml):\(place):"), "\(refused.stderr)")
            try Data("nodes: [".utf8).write(to: URL(filePath: yaml))
            #expect(
                try await line("workflows push --workflow Greeting", yaml, status: 65).stderr.contains(
                    #/greeting\.yaml:\d+:\d+: /#))
            let stdin = try await line("workflows push -", input: "{\"nodes\": ", status: 65)
            #expect(stdin.stderr.contains("-:1:"))
        }
    }

    @Test("A takedown is forced when that is asked for", arguments: [false, true])
    func forced(isForced: Bool) async throws {
        let router = Router()
        let id = UUID().uuidString
        router.get("/api/workflows/:id") { _, _ in #"{"id": "w", "name": "A"}"# }
        router.get("/api/workflows/w/deployments") { _, _ in #"{"data": [{"connectionId": "c", "status": "active"}]}"# }
        router.post("/api/workflows/w/takedown") { request, _ in
            Response(status: .ok, body: .init(byteBuffer: try await request.body.collect(upTo: 1 << 16)))
        }
        let output = try await LoopbackServer(router: router).serving { base in
            try await Command(
                executable: BuildProducts.millrace,
                arguments: ["takedown", id, "--yes", "--json", "--url", base, "--key", "key"]
                    + (isForced ? ["--force"] : [])
            ).run()
        }
        let body = try JSONValue(parsing: output.stdout)
        #expect(body == (isForced ? ["connectionId": "c", "force": true] : ["connectionId": "c"]), "\(output)")
    }

    @Test("The permissions of an update are shown, and it is made when they are confirmed", arguments: [false, true])
    func update(isConfirmed: Bool) async throws {
        let router = Router()
        router.post("/api/marketplace/update") { request, _ in
            let isDryRun = request.uri.queryParameters["dryRun"] == "true"
            return #"{"version": "\#(isDryRun ? "1.0.0" : "1.0.1")", "permissions": [{"text": "Sends mail."}]}"#
        }
        let output = try await LoopbackServer(router: router).serving { base in
            try await Command(
                executable: BuildProducts.millrace,
                arguments: ["marketplace", "update", "mail", "--url", base, "--key", "key"]
                    + (isConfirmed ? ["--yes"] : [])
            ).run()
        }
        #expect(output.status == (isConfirmed ? 0 : 64) && output.stderr.hasPrefix("mail 1.0.0:\n  Sends mail.\n"))
        #expect(output.stdout == (isConfirmed ? "Done: update mail 1.0.1.\n" : ""), "\(output)")
    }

    @Test("Versions are listed, compared, locked, made anew and deleted")
    func versions() async throws {
        try await Shell.loggedIn { line in
            let file = try line.folder.write(Self.document.text, to: "greeting.json").path
            try await line("workflows push --create", file)
            // The newest version has this document already.
            #expect(try await line("versions create Greeting", file).stdout.hasPrefix("Version 1: "))
            #expect(try await line("versions diff Greeting 1 1").stdout.isEmpty)
            let other = Self.document.text.replacingOccurrences(of: "\"Say\"", with: "\"Tell\"")
            try await line("versions create Greeting - -m", "Tells instead", input: other)
            #expect(try await line.json("versions get Greeting 2")["message"] == "Tells instead")
            #expect(try await line("versions diff Greeting 1 2", status: 1).stdout.contains("~ node n0: name"))
            #expect(try await line("versions lock Greeting 1").stdout == "Version 1 is locked.\n")
            #expect(try await line("versions delete Greeting 1 --yes", status: 76).stderr.hasPrefix("Error: "))
            #expect(try await line("versions unlock Greeting 1").stdout == "Version 1 is unlocked.\n")
            #expect(try await line("versions revert Greeting 1").stdout.hasPrefix("Version 3: "))
            #expect(try await line("versions delete Greeting 2 --yes").stdout == "Deleted version 2.\n")
            let list = try await line("versions list Greeting")
            #expect(list.stdout.split(separator: "\n").count == 3)
            #expect(list.stdout.contains("AUTHOR") && list.stdout.contains("Owner"))
            let third = Self.document.text.replacingOccurrences(of: "\"Say\"", with: "\"Shout\"")
            let file3 = try line.folder.write(third, to: "third.json").path
            try await line("workflows push --message", "Shouts instead", file3)
            #expect(try await line("versions list Greeting").stdout.contains("  Shouts instead\n"))
            #expect(try await line("versions get Greeting 4").stdout.contains("Message  Shouts instead\n"))
            #expect(try await line("versions revert Greeting 4").stdout == "Version 4 has this document.\n")
            #expect(try await line("versions get Greeting 3").stdout.contains("Version  3"))
            #expect(try await line("versions get Greeting 3 --code").stdout.contains("WorkflowEntrypoint"))
            #expect(try await line("versions get Greeting 9", status: 66).stderr.contains("no version 9"))
        }
    }

    @Test("A document is tested before it is deployed: a file up to a node, with values in the place of nodes")
    func testRuns() async throws {
        try await Shell.loggedIn { line in
            let document = LocalDocument.steps(
                "Tried", ("Ask", "throw new Error('not run');"), ("Add", "return n0.price + event.payload.extra;"),
                ("Fail", "throw new Error('too far');"))
            let file = try line.folder.write(document.text, to: "tried.json").path
            try await line("workflows create Tried")
            #expect(try await line("workflows test Tried", status: 66).stderr.contains("neither a draft nor a version"))
            let price = try line.folder.write("price: 40\n", to: "price.yaml").path
            let run = try await line(
                "workflows test Tried --watch --node n1 --params", #"{"extra": 2}"#, "--pin", "n0=@\(price)", "--file",
                file)
            #expect(run.stdout.contains("Add: succeeded") && run.stdout.contains("complete\n42"), "\(run)")
            try await line("workflows test Tried --watch --pin n0={} --file", file, status: 1)
            let refused = try await line("workflows test Tried --node n9 --file", file, status: 64)
            #expect(refused.stderr.contains("n9"), "\(refused)")
            try await line("workflows test Tried --pin n0 --file", file, status: 64)
            let sleep = document.text.replacingOccurrences(of: "\"step\"", with: "\"sleep\"")
                .replacingOccurrences(of: "\"code\"", with: "\"duration\":\"9 days\",\"code\"")
            try await line("workflows test Tried --watch --skip-sleeps --file -", input: sleep)
            #expect(try await line("runs list").stderr == "None.\n")
            #expect(try await line.json("runs list --tests")["data"]?.array?.count == 3)
        }
    }

    @Test("A deploy that lacks a variable names it once, and how to set it; what a function did is shown by logs")
    func missingVariable() async throws {
        try await Shell.loggedIn { line in
            let code = "console.log('priced'); return { key: env.PRICE_KEY };"
            var document = LocalDocument.steps("Price", ("EXPORT_key", code)).object ?? [:]
            (document["kind"], document["trigger"]) = ("script", ["type": "http"])
            let file = try line.folder.write(JSONValue.object(document).text, to: "price.json").path
            try await line("workflows push --create", file)
            let logs = try await line("logs Price", status: 66)
            #expect(logs.stderr.contains("\"Price\" is not deployed"), "\(logs)")
            let refused = try await line("deploy Price", status: 1)
            #expect(refused.stderr.components(separatedBy: "PRICE_KEY").count == 2, "\(refused)")
            #expect(refused.stderr.contains("millrace variables set"), "\(refused)")
            try await line("variables set PRICE_KEY", input: "1")
            let deployed = try await line.json("deploy Price")
            let url = deployed["url"]?.string ?? ""
            let answer = try await Command("curl", ["-sS", "--fail", "-X", "POST", "-d", "{}", url]).run()
            #expect(answer.status == 0, "\(answer)")
            try await eventually("a line of the log") {
                try await line("logs Price --level info --search priced").stdout.contains("priced")
            }
            #expect(try await line("logs Price --search none").stdout.isEmpty)
        }
    }

    @Test("A version is deployed with its stages, triggered, watched and taken down")
    func deploy() async throws {
        try await Shell.loggedIn { line in
            let file = try line.folder.write(Self.document.text, to: "greeting.json").path
            #expect(try await line("deploy Greeting", status: 66).stderr.contains("Greeting"))
            try await line("workflows push --create", file)
            let undeployed = try await line("trigger Greeting", status: 76)
            #expect(undeployed.stderr.contains("not deployed to the connection \"Local\""), "\(undeployed)")
            let deploy = try await line("deploy Greeting --connection Local")
            #expect(deploy.stderr.contains("100%  Deployed") && deploy.stdout.contains("Status      active"))
            #expect(
                try await line("deployments --workflow Greeting").stdout.contains("  Greeting  Local       active  "))
            #expect(try await line("workflows get Greeting").stdout.contains("Deployed to  Local\n"))
            #expect(try await line("deploy Greeting --preview", status: 65).stderr.contains("does not support"))
            let run = try await line("trigger Greeting --watch --params", #"{"a": 1}"#)
            #expect(run.stdout.contains("Say: succeeded") && run.stdout.contains("| hi"), "\(run.stdout)")
            #expect(run.stdout.contains("complete\n{"))
            let params = try line.folder.write("a: 2\n", to: "params.yaml").path
            let started = try await line.json("trigger Greeting --params", "@\(params)")
            #expect(started["params"] == ["a": 2])
            let list = try await line.json("trigger Greeting --params [1]")
            #expect(list["params"] == [1])
            #expect(try await line("runs get", list["id"]?.string ?? "").stdout.contains("Params     [1]\n"))
            let bad = try await line("trigger Greeting --params nonsense", status: 64)
            #expect(bad.stderr.contains("Invalid value: \"nonsense\". Pass JSON such as "))
            #expect(try await line("takedown Greeting", status: 64).stderr.contains("--yes"))
            #expect(try await line("takedown Greeting --yes").stdout.contains("Removed the deployment"))
            let project = "\(line.server.base)/o/my-organization/my-project"
            #expect(try await line("open --print Greeting").stdout.hasPrefix("\(project)/workflows/"))
            try await line("workflows create --kind script Price")
            #expect(try await line("open --print Price").stdout.hasPrefix("\(project)/functions/"))
        }
    }
}
