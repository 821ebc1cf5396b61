import Foundation
import JSON
import PlatformFixtures
import TestSupport
import Testing

@Suite("Commands for projects, connections, variables, people and nodes, on the real server", .timeLimit(.minutes(5)))
struct ProjectCommandTests {
    @Test("Connections are created, verified, changed and deleted; credentials never come from the command line")
    func connections() async throws {
        try await Shell.loggedIn { line in
            #expect(try await line("connections list").stdout.contains("Local  local"))
            #expect(try await line("connections providers").stdout.contains("cloudflare"))
            #expect(try await line("connections create local --name Second").stdout.contains("Created \"Second\""))
            #expect(try await line("connections get Second").stdout.contains("Provider     local"))
            #expect(try await line("connections edit Second --name Third").stdout == "Changed \"Third\".\n")
            #expect(try await line("connections verify local --credentials -", input: "{}").stdout.contains("valid"))
            let stored = try await line("connections verify --connection Third")
            #expect(stored.stdout.hasPrefix("The credentials are valid.\n"), "\(stored)")
            try await line("connections verify", status: 64)
            let open = try await line("connections create local --credentials", #"{"a": 1}"#, status: 64)
            #expect(open.stderr.contains("other users of the machine"))
            try await line("workflows create Any")
            let several = try await line("resources kv list", status: 64)
            #expect(several.stderr.contains("There are 2 connections") && several.stderr.contains("Third"))
            #expect(try await line("connections delete Third --yes").stdout == "Deleted \"Third\".\n")
        }
    }

    @Test("Credentials come from standard input, and are listed, tested, changed and deleted; secrets are never shown")
    func credentials() async throws {
        try await Shell.loggedIn { line in
            #expect(try await line("credentials types").stdout.contains("oauth2-client"))
            let values = #"{"placement": "header", "name": "x-key", "token": "geheim"}"#
            let made = try await line("credentials create crm api-key --values -", input: values)
            #expect(made.stdout.contains("Created \"crm\""))
            let open = try await line("credentials create other api-key --values", values, status: 64)
            #expect(open.stderr.contains("other users of the machine"))
            #expect(try await line("credentials list").stdout.contains("ready"))
            let shown = try await line("credentials get crm").stdout
            #expect(shown.contains("x-key") && !shown.contains("geheim"))
            #expect(
                try await line("credentials edit crm --name crm-eu --values -", input: #"{"token": "neu"}"#).stdout
                    == "Changed \"crm-eu\".\n")
            #expect(try await line("credentials test crm-eu", status: 65).stderr.contains("testUrl"))
            try await line(
                "credentials create away oauth2-client --project my-project --values -",
                input: #"{"tokenUrl": "https://127.0.0.1/token", "clientId": "c", "clientSecret": "geheim"}"#)
            let away = try await line("credentials test away --project my-project", status: 1)
            #expect(away.stdout.contains("public host"))
            #expect(try await line("credentials uses crm-eu").stderr == "None.\n")
            let consented = try await line(
                "credentials create google oauth2 --values -",
                input:
                    #"{"authorizationUrl": "https://a.example/authorize", "tokenUrl": "https://a.example/token", "clientId": "c"}"#
            )
            #expect(consented.stdout.contains("millrace credentials authorize google"))
            #expect(
                try await line("credentials authorize google").stdout.contains("/settings/credentials?authorize="))
            #expect(try await line("credentials delete crm-eu --yes").stdout == "Deleted \"crm-eu\".\n")
        }
    }

    @Test("Webhooks are created, changed, tried, and deleted; secrets alone are on standard output")
    func webhooks() async throws {
        try await Shell.loggedIn(arguments: ["--webhook-private"]) { line in
            let address = "http://127.0.0.1:9/hook"
            let made = try await line("webhooks create Alerts \(address) --event run.errored --event deployment.failed")
            #expect(made.stdout.hasPrefix("whsec_") && made.stderr.contains("shown only once"), "\(made)")
            let list = try await line("webhooks list").stdout
            #expect(list.contains("Alerts  yes      \(address)  run.errored, deployment"), "\(list)")
            let shown = try await line("webhooks get Alerts").stdout
            #expect(shown.contains("run.errored, deployment.failed") && !shown.contains("whsec_"))
            let changes = "--name Failures --address \(address)2 --event run.complete --disable"
            let edited = try await line("webhooks edit Alerts \(changes)")
            #expect(edited.stdout == "Changed \"Failures\".\n")
            #expect(try await line.json("webhooks get Failures")["enabled"] == false)
            #expect(try await line("webhooks edit Failures", status: 64).stderr.contains("Nothing to change"))
            try await line("webhooks edit Failures --enable --disable", status: 64)
            try await line("webhooks edit Failures --enable")
            let unknown = try await line("webhooks edit Failures --event run.never", status: 64)
            #expect(unknown.stderr.contains("--event /0: "), "\(unknown)")

            let rotated = try await line("webhooks rotate Failures --yes").stdout
            #expect(rotated.hasPrefix("whsec_") && rotated != made.stdout)
            let ping = try await line.json("webhooks ping Failures")
            let id = ping["id"]?.string ?? ""
            #expect(try await line("webhooks ping Failures").stdout.hasPrefix("Sending ping: delivery "))
            #expect(try await line("webhooks delivery Failures \(id)").stdout.contains("Event     ping"))
            try await line("webhooks redeliver Failures \(id)")
            let deliveries = try await line("webhooks deliveries Failures")
            #expect(deliveries.stdout.split(separator: "\n").count == 4, "\(deliveries)")
            #expect(deliveries.stdout.contains(id))
            try await line("webhooks deliveries Failures --status never", status: 64)
            #expect(try await line("webhooks delete Failures", status: 64).stderr.contains("--yes"))
            #expect(try await line("webhooks delete Failures --yes").stdout == "Deleted \"Failures\".\n")
            #expect(try await line("webhooks get Failures", status: 66).stderr.contains("webhooks list"))
        }
    }

    @Test("Variables come from standard input; secrets are never shown")
    func variables() async throws {
        try await Shell.loggedIn { line in
            #expect(
                try await line("variables set API_URL", input: "https://a.example\n").stdout == "Created API_URL.\n")
            #expect(
                try await line("variables set API_URL", input: "https://b.example\n").stdout == "Changed API_URL.\n")
            try await line("variables set API_URL", input: "https://b.example\r\n")
            let values = try await line.json("variables list")["data"]?.array?.compactMap { $0["value"]?.string }
            #expect(values == ["https://b.example"])
            try await line("variables set TOKEN --secret", input: "geheim")
            let list = try await line("variables list")
            #expect(list.stdout.contains("https://b.example") && !list.stdout.contains("geheim"))
            #expect(try await line("variables set lower", input: "x", status: 64).stderr.contains("<name>: "))
            try await line("variables set API_URL --project my-project", input: "https://c.example")
            #expect(
                try await line("variables delete API_URL --yes --project my-project").stdout == "Deleted API_URL.\n")
            #expect(try await line("variables delete TOKEN --yes").stdout == "Deleted TOKEN.\n")
        }
    }

    @Test("Projects are created, changed, exported, imported and deleted")
    func projects() async throws {
        try await Shell.loggedIn { line in
            try await line("projects create Shop --slug shop")
            #expect(try await line("projects list").stdout.contains("shop"))
            #expect(try await line("projects edit shop --description Sells").stdout == "Changed \"Shop\".\n")
            #expect(try await line("projects get shop").stdout.contains("Sells"))
            let file = line.folder.url.appending(path: "shop.json").path
            try await line("projects export shop --output", file)
            let imported = try await line("projects import --name Copy --slug copy", file)
            #expect(imported.stdout.contains("Created \"Copy\""))
            #expect(try await line("projects delete copy --yes").stdout == "Deleted \"Copy\".\n")
        }
    }

    @Test("A person's session manages API keys and members, and reads the audit log")
    func people() async throws {
        try await Shell.loggedIn { line in
            let data = line.folder.url.appending(path: "data").path
            try await line("people set-password owner@localhost --data \(data)", input: "correct horse battery\n")
            let wrong = try await line("login --email owner@localhost", input: "wrong", status: 77)
            #expect(wrong.stderr.hasPrefix("Error: "))
            try await line("login --email owner@localhost", input: "correct horse battery")
            #expect(try await line.json("profiles list")["data"]?.array?.first?["has"] == ["API key", "session"])

            let key = try await line("api-keys create CI --scope read --scope write")
            let text = key.stdout.trimmingCharacters(in: .newlines)
            #expect(text.hasPrefix("ask_") && key.stderr.contains("shown only once"))
            try await line("workflows list", environment: ["MILLRACE_API_KEY": text])
            try await line("api-keys rename CI Build")
            #expect(try await line("api-keys list").stdout.contains("Build"))
            let rotated = try await line("api-keys rotate Build --yes").stdout.trimmingCharacters(in: .newlines)
            #expect(rotated.hasPrefix("ask_") && rotated != text)
            #expect(try await line("api-keys delete Build --yes").stdout == "Revoked \"Build\".\n")
            try await line("workflows list", status: 77, environment: ["MILLRACE_API_KEY": rotated])

            #expect(try await line("members list").stdout.contains("owner@localhost"))
            let token = try await line("members invite ada@example.com --role admin")
            #expect(token.stdout.count > 20 && token.stderr.contains("Invited ada@example.com"))
            #expect(try await line("members invitations").stdout.contains("ada@example.com"))
            #expect(try await line("members withdraw ada@example.com").stdout.contains("Withdrew"))
            let invited = try await line.json("members invite eve@example.com")
            _ = try await line.api.call(
                "POST", "/api/auth/sign-up",
                ["token": invited["token"] ?? "", "name": "Eve", "password": "correct horse battery"])
            #expect(try await line("members role eve@example.com admin").stdout == "eve@example.com is admin.\n")
            #expect(try await line("members remove eve@example.com --yes").stdout == "Removed eve@example.com.\n")
            let removal = try await line("audit --action member.remove").stdout
            #expect(removal.contains("member.remove") && removal.contains("owner@localhost"), "\(removal)")
            let reader = try await line("api-keys create Auditor --scope audit").stdout
            let auditor = ["MILLRACE_API_KEY": reader.trimmingCharacters(in: .newlines)]
            #expect(
                try await line("audit --action apiKey.create", environment: auditor).stdout.contains("apiKey.create"))
            let other = try await line("api-keys create Reader").stdout
            let plain = ["MILLRACE_API_KEY": other.trimmingCharacters(in: .newlines)]
            #expect(try await line("audit", status: 77, environment: plain).stderr.contains("\"audit\""))
            #expect(try await line("api GET sessions --session").stdout.contains("\"current\": true"))
            try await line("logout")
            #expect(try await line("members list --url \(line.server.base)", status: 77).stderr.contains("--email"))
        }
    }

    @Test("Nodes are found, installed, updated, rolled back and uninstalled")
    func marketplace() async throws {
        let registry = try await NodeRegistry(target: "cloudflare")
        try await Shell.loggedIn(arguments: registry.arguments) { line in
            #expect(try await line("marketplace search postcard").stdout.contains("1.1.0"))
            #expect(try await line("marketplace info postcard").stdout.contains("1.0.0"))
            let dry = try await line("marketplace install postcard@1.0.0 --dry-run")
            #expect(dry.stdout.hasPrefix("Would install postcard 1.0.0"))
            #expect(
                try await line("marketplace install postcard@1.0.0").stdout.hasPrefix("Done: install postcard 1.0.0"))
            #expect(try await line("marketplace search --installed").stdout.contains("postcard"))
            #expect(try await line("nodes get postcard").stdout.contains("text"))
            #expect(try await line("nodes list").stdout.contains("postcard"))
            #expect(try await line("marketplace update postcard").stdout.contains("1.1.0 (was 1.0.0)"))
            #expect(try await line("marketplace rollback postcard").stdout.contains("1.0.0"))
            #expect(try await line("marketplace uninstall postcard", status: 64).stderr.contains("--yes"))
            try await line("marketplace uninstall postcard --yes")
            try await line("nodes get postcard", status: 66)
        }
    }
}
