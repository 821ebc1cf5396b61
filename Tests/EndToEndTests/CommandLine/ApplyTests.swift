import Foundation
import JSON
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
            #expect(try await line("apply --check", folder).stdout == "The project is as its files say.\n")
            #expect(try await line("apply", folder).stdout == "The project is as its files say.\n")
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
            try await line("apply --check", folder, status: 2)
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
