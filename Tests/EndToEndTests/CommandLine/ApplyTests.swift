import Foundation
import Hummingbird
import JSON
import ServerSupport
import Synchronization
import TestSupport
import Testing

@Suite("millrace apply, on the real server", .timeLimit(.minutes(5)))
struct ApplyTests {
    private static let project = """
        connections:
          Second:
            provider: local
        variables:
          API_URL: https://a.example
          LIMIT: 3
        workflows:
          Greeting:
            document: workflows/greeting.yaml
            description: Says something
            variables:
              TONE: kind
            deploy: [Local, Second]

        """

    private func write(_ project: String, _ text: String, to folder: TemporaryFolder) throws -> String {
        try folder.write(project, to: "shop/millrace.yaml")
        let document = LocalDocument.steps("Greeting", ("Say", "return env.TONE + '\(text)';"))
        // JSON is YAML, too.
        try folder.write(document.prettyText, to: "shop/workflows/greeting.yaml")
        return folder.url.appending(path: "shop").path
    }

    @Test("A project becomes what its files say; once more nothing changes, and drift is found")
    func apply() async throws {
        try await Shell.loggedIn { line in
            let folder = try write(Self.project, "1", to: line.folder)
            let plan = try await line("apply --check", folder, status: 2)
            #expect(
                plan.stdout.contains("+ connection \"Second\" (local)\n") && plan.stdout.contains("+ variable LIMIT\n"))
            #expect(
                plan.stdout.contains("+ workflow \"Greeting\"\n")
                    && plan.stdout.contains("+ deployment of \"Greeting\" to \"Second\""))
            #expect(try await line.json("workflows list")["data"] == [])
            #expect(try await line("apply", folder, status: 64).stderr.contains("--yes"))
            #expect(try await line("apply --yes", folder).stdout.contains("Applied 8 changes."))
            #expect(try await line("apply --check", folder).stdout == "The project matches its files.\n")
            #expect(try await line("apply", folder).stdout == "The project matches its files.\n")
            let deployments = try await line.json("deployments --status active")
            #expect(deployments["data"]?.array?.count == 2)
            #expect(try await line("trigger Greeting --connection Second --watch").stdout.contains("kind1"))

            try await line("variables set API_URL --project my-project", input: "https://b.example")
            try await line("workflows edit Greeting --description Other")
            let drift = try await line("apply --check", folder, status: 2)
            // What is deployed has the value from before the change: both are to be deployed again.
            #expect(
                drift.stdout == """
                    ~ variable API_URL
                    ~ workflow "Greeting": description
                    ~ deployment of "Greeting" to "Local"
                    ~ deployment of "Greeting" to "Second"

                    """)
            try await line("apply --yes", folder)
            _ = try write(Self.project.replacing("[Local, Second]", with: "[Local]"), "2", to: line.folder)
            let changes = try await line("apply --check --json", folder, status: 2)
            #expect(
                try JSONValue(parsing: changes.stdout)["changes"] == [
                    .string("+ version of workflow \"Greeting\": \(folder)/workflows/greeting.yaml"),
                    "~ deployment of \"Greeting\" to \"Local\"", "- deployment of \"Greeting\" to \"Second\"",
                ])
            try await line("apply --yes", folder)
            #expect(try await line("trigger Greeting --watch").stdout.contains("kind2"))
            try await line("apply --check", folder)
        }
    }

    @Test("Secrets stay on the server, and what the files do not have goes with --prune only")
    func secretsAndOthers() async throws {
        try await Shell.loggedIn { line in
            let project = """
                secrets: [TOKEN]
                workflows:
                  Greeting: {document: workflows/greeting.yaml, secrets: [PASSWORD]}

                """
            let folder = try write(project, "1", to: line.folder)
            try await line("workflows create Other")
            let plan = try await line("apply --yes", folder)
            #expect(plan.stdout.contains("! secret TOKEN") && plan.stdout.contains("! secret PASSWORD"))
            #expect(plan.stdout.contains("  workflow \"Other\" is not in the files\n"))
            let twin = try await line.json("workflows create Other")["id"]?.string ?? ""
            let both = try await line("apply --check", folder, status: 2)
            #expect(both.stdout.contains("  workflow \"Other\" (\(twin)) is not in the files\n"), "\(both)")
            try await line("workflows delete --yes", twin)
            try await line("variables set TOKEN --secret --project my-project", input: "geheim")
            let secret = #"{"envVars": [{"name": "PASSWORD", "value": "geheim", "isSecret": true}]}"#
            try await line("workflows edit Greeting --changes -", input: secret)
            try await line("apply --check", folder)
            #expect(try await line("apply --check --prune", folder, status: 2).stdout == "- workflow \"Other\"\n")
            try await line("apply --prune --yes", folder)
            try await line("workflows get Other", status: 66)
            try await line("apply --check --prune", folder)
        }
    }

    @Test("Nothing outside the folder is read")
    func outside() async throws {
        try await Shell.loggedIn { line in
            try line.folder.write("geheim", to: "secret.txt")
            let secret = line.folder.url.appending(path: "secret.txt").path
            for (name, member) in [("../secret.txt", "document"), (secret, "triggerCode"), ("link", "triggerCode")] {
                let document = member == "document" ? "" : "    document: workflows/greeting.yaml\n"
                let folder = try write("workflows:\n  A:\n\(document)    \(member): \(name)\n", "1", to: line.folder)
                try? FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/link", withDestinationPath: secret)
                let refused = try await line("apply --yes", folder, status: 65)
                #expect(
                    refused.stderr.contains("/workflows/A/\(member): \"\(name)\" is outside the folder")
                        && !refused.stderr.contains("geheim"), "\(refused)")
            }
            #expect(try await line.json("workflows list")["data"] == [])
        }
    }

    @Test("A document that does not compile is found before anything is changed")
    func checkedFirst() async throws {
        try await Shell.loggedIn { line in
            let folder = try write(Self.project, "1", to: line.folder)
            let bad = LocalDocument.steps("Bad", ("Say", "return 1;")).text
                .replacing(#""step""#, with: #""stepp""#)
            try line.folder.write(bad, to: "shop/workflows/bad.yaml")
            try line.folder.write(
                Self.project + "  Bad: {document: workflows/bad.yaml}\n", to: "shop/millrace.yaml")
            for arguments in ["apply --yes", "apply --check"] {
                let refused = try await line(arguments, folder, status: 65)
                #expect(
                    refused.stderr.contains("nothing was changed")
                        && refused.stderr.contains("\(folder)/workflows/bad.yaml:1:"), "\(refused)")
            }
            let elsewhere = Self.project.replacing("[Local, Second]", with: "[Local, Nowhere]")
            try line.folder.write(elsewhere, to: "shop/millrace.yaml")
            let unknown = try await line("apply --yes", folder, status: 65)
            #expect(unknown.stderr.contains("No connection is named \"Nowhere\""), "\(unknown)")
            #expect(try await line.json("workflows list")["data"] == [])
            #expect(try await line.json("variables list")["data"] == [])
        }
    }

    @Test("A change that fails is told with what was done and what was not; workflows are listed once a plan")
    func interrupted() async throws {
        let lists = Atomic(0)
        let compiled = Atomic(0)
        let router = Router()
        router.get("/api/me") { _, _ in #"{"projectId": "p"}"# }
        router.get("/api/connections") { _, _ in #"{"data": [{"id": "c", "name": "Local"}]}"# }
        router.get("/api/env-vars") { _, _ in #"{"data": []}"# }
        router.get("/api/workflows") { _, _ in
            lists.add(1, ordering: .relaxed)
            return #"{"data": []}"#
        }
        router.post("/api/compile") { _, _ in
            compiled.add(1, ordering: .relaxed)
            return "{}"
        }
        router.post("/api/workflows") { _, _ in #"{"id": "w"}"# }
        router.post("/api/workflows/w/versions") { _, _ -> Response in
            var response = Response(status: .conflict)
            response.body = .init(byteBuffer: .init(string: #"{"code": "x", "detail": "Somebody else was first."}"#))
            return response
        }
        let folder = try TemporaryFolder()
        let document = LocalDocument.steps("A", ("Say", "return 1;"))
        try folder.write(document.prettyText, to: "a.yaml")
        try folder.write("workflows:\n  A: {document: a.yaml, deploy: [Local]}\n", to: "millrace.yaml")
        let output = try await LoopbackServer(router: router).serving { base in
            try await Command(
                executable: BuildProducts.millrace,
                arguments: ["apply", folder.url.path, "--yes", "--url", base, "--key", "key"]
            ).run()
        }
        #expect(output.status == 76, "\(output)")
        #expect(
            output.stderr.hasSuffix(
                """
                Error: version of workflow "A": \(folder.url.path)/a.yaml: Somebody else was first.
                  Applied 1 of 3 changes.
                  done      + workflow "A"
                  not done  + version of workflow "A": \(folder.url.path)/a.yaml
                  not done  + deployment of "A" to "Local"
                  Run millrace apply again to continue from here.

                """), "\(output.stderr)")
        #expect(lists.load(ordering: .relaxed) == 1 && compiled.load(ordering: .relaxed) == 1)
    }

    @Test("All that would be refused is found together, before anything is changed")
    func together() async throws {
        try await Shell.loggedIn { line in
            let files = """
                variables:
                  api_url: x
                secrets: [lower]
                workflows:
                  Greeting: {document: workflows/greeting.yaml, deplay: [Local]}
                  Other: {document: workflows/none.yaml}

                """
            let folder = try write(files, "1", to: line.folder)
            for arguments in ["apply --check", "apply --yes"] {
                let refused = try await line(arguments, folder, status: 65)
                for part in [
                    "millrace.yaml:2:3: /variables/api_url: \"api_url\" is not a valid name of a variable",
                    "millrace.yaml:3:11: /secrets/0: \"lower\" is not a valid name",
                    "/workflows/Greeting/deplay: unknown", "Did you mean \"deploy\"?", "workflows/none.yaml",
                ] {
                    #expect(refused.stderr.contains(part), "\(part): \(refused)")
                }
            }
            let plan = """
                connections:
                  Cloud: {provider: cloudflar}
                  Account: {provider: cloudflare}
                secrets: [PASSWORD]
                workflows:
                  Greeting: {document: workflows/greeting.yaml, variables: {TUNE: kind}, deploy: [Locl]}
                  Guarded: {document: workflows/guarded.yaml, deploy: [Local]}

                """
            _ = try write(plan, "1", to: line.folder)
            let guarded = LocalDocument.steps("Guarded", ("Say", "return env.PASSWORD;"))
            try line.folder.write(guarded.prettyText, to: "shop/workflows/guarded.yaml")
            for arguments in ["apply --check", "apply --yes"] {
                let refused = try await line(arguments, folder, status: 65)
                for part in [
                    "unknown provider \"cloudflar\". Did you mean \"cloudflare\"?",
                    "The connection \"Account\" needs credentials",
                    "No connection is named \"Locl\". Did you mean \"Local\"?",
                    "The variable TONE is not set, and the document reads it. Did you mean \"TUNE\"?",
                    "The secret PASSWORD has no value, and the document reads it: set it with millrace variables set",
                ] {
                    #expect(refused.stderr.contains(part), "\(part): \(refused)")
                }
            }
            #expect(try await line.json("workflows list")["data"] == [])
        }
    }

    @Test("What is called is deployed before what calls it; calls of what will not be there are found before")
    func calls() async throws {
        try await Shell.loggedIn { line in
            let folder = try write("workflows: {}\n", "1", to: line.folder)
            func files(_ greeting: String, _ caller: String) throws {
                let project = """
                    workflows:
                      Caller: {document: workflows/caller.yaml, deploy: \(caller)}
                      Greeting: {document: workflows/greeting.yaml, variables: {TONE: kind}, deploy: \(greeting)}

                    """
                try line.folder.write(project, to: "shop/millrace.yaml")
            }
            func call(_ service: String) throws {
                let document: JSONValue = [
                    "metadata": ["name": "Caller", "version": 1, "createdAt": "", "updatedAt": ""],
                    "nodes": [
                        [
                            "id": "calls", "type": "sub_workflow", "name": "Calls", "position": ["x": 0, "y": 0],
                            "version": "1.0.0", "provider": "cloudflare",
                            "data": ["workflowId": .string(service), "workflowName": "Greeting"],
                        ]
                    ], "edges": [], "entryNodeId": "calls",
                ]
                try line.folder.write(document.prettyText, to: "shop/workflows/caller.yaml")
            }
            let id = try await line.json("workflows create Greeting")["id"]?.string ?? ""
            try call(id)
            try files("[]", "[Local]")
            for arguments in ["apply --check", "apply --yes"] {
                let refused = try await line(arguments, folder, status: 65).stderr
                #expect(
                    refused.contains("The node \"calls\" calls \"Greeting\", which is not deployed to \"Local\""),
                    "\(refused)")
            }
            try files("[Local]", "[Local]")
            let plan = try await line("apply --check", folder, status: 2).stdout
            let first = try #require(plan.firstRange(of: "+ deployment of \"Greeting\""))
            let second = try #require(plan.firstRange(of: "+ deployment of \"Caller\""))
            #expect(first.lowerBound < second.lowerBound, "\(plan)")
            try await line("apply --yes", folder)
            #expect(try await line("trigger Caller --watch").stdout.contains("kind1"))

            // The version exists, and is deployed elsewhere: what it calls and reads has to be there.
            try await line("connections create local --name Second")
            try files("[Local]", "[Local, Second]")
            let elsewhere = try await line("apply --check", folder, status: 65).stderr
            #expect(
                elsewhere.contains("not deployed to \"Second\"") && !elsewhere.contains("to \"Local\","), "\(elsewhere)"
            )
            try call("0198a3b4-0000-7000-8000-000000000000")
            try files("[Local]", "[Local]")
            let unknown = try await line("apply --check", folder, status: 65).stderr
            #expect(unknown.contains("which is not the id of a workflow"), "\(unknown)")

            try call(id)
            try files("[]", "[]")
            let gone = try await line("apply --check", folder, status: 2).stdout
            let both = "- deployment of \"Caller\" to \"Local\"\n- deployment of \"Greeting\" to \"Local\"\n"
            #expect(gone.contains(both), "\(gone)")
            var outside =
                try JSONValue(parsing: Data(contentsOf: URL(filePath: "\(folder)/workflows/caller.yaml")))
                .object ?? [:]
            outside["metadata"] = ["name": "Outside", "version": 1, "createdAt": "", "updatedAt": ""]
            let file = try line.folder.write(JSONValue.object(outside).text, to: "outside.json")
            try await line("workflows push --create", file.path)
            try await line("deploy Outside --connection Local --yes")
            let called = try await line("apply", folder, status: 64).stdout
            #expect(
                called.contains(
                    "- deployment of \"Greeting\" to \"Local\"\n  \"Outside\" calls it, and fails when it does.\n"),
                "\(called)")
            let ends = try JSONValue(parsing: try await line("apply --check --prune --json", folder, status: 2).stdout)[
                "ends"]
            #expect(ends == [], "\(ends?.text ?? "")")
        }
    }

    @Test("Variables of a version that exists are checked when it is deployed again")
    func variablesOfVersions() async throws {
        try await Shell.loggedIn { line in
            let plain = "workflows:\n  Greeting: {document: workflows/greeting.yaml, variables: {TONE: kind}}\n"
            let folder = try write(plain, "1", to: line.folder)
            try await line("apply --yes", folder)
            let deployed = "workflows:\n  Greeting: {document: workflows/greeting.yaml, deploy: [Local]}\n"
            try line.folder.write(deployed, to: "shop/millrace.yaml")
            let refused = try await line("apply --check", folder, status: 65).stderr
            #expect(refused.contains("The variable TONE is not set, and the document reads it."), "\(refused)")
            try line.folder.write(deployed + "secrets: [TONE]\n", to: "shop/millrace.yaml")
            let secret = try await line("apply --check", folder, status: 65).stderr
            #expect(secret.contains("The secret TONE has no value"), "\(secret)")
            let optional = LocalDocument.steps("Greeting", ("Say", "return env.TONE ?? 'none';"))
            try line.folder.write(optional.prettyText, to: "shop/workflows/greeting.yaml")
            try line.folder.write(deployed, to: "shop/millrace.yaml")
            try await line("apply --yes", folder)
            #expect(try await line("trigger Greeting --watch").stdout.contains("none"))
        }
    }

    @Test("A file that is not valid is named with the place")
    func invalid() async throws {
        try await Shell.loggedIn { line in
            #expect(try await line("apply --yes", line.folder.url.path, status: 66).stderr.contains("millrace.yaml"))
            let folder = try write("workflows:\n  A:\n    dokument: x\n", "1", to: line.folder)
            let refused = try await line("apply --yes", folder, status: 65)
            #expect(
                refused.stderr.contains("\(folder)/millrace.yaml:3:5: /workflows/A/dokument: unknown"), "\(refused)")
            _ = try write("variables: [1]\n", "1", to: line.folder)
            #expect(try await line("apply --yes", folder, status: 65).stderr.contains("millrace.yaml:1:1: /variables"))
        }
    }
}
