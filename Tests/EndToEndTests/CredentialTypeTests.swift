import Foundation
import JSON
import TestSupport
import Testing

@Suite("Types of credentials that nodes contribute", .serialized, .timeLimit(.minutes(20)))
struct CredentialTypeTests {
    private static let google = ["GoogleSheets_1_1_0", "GoogleCalendar_1_1_0", "FirebaseFirestore_1_1_0", "Gmail"]
    private static let others = [
        "MicrosoftTeams_1_1_0", "Outlook", "Salesforce_1_1_0", "Shopify_1_1_0", "HubSpot_1_1_0", "Dropbox",
        "GitHub_1_1_0", "Slack_1_1_0", "S3_1_1_0", "Trello_1_1_0", "CSV", "Airtable_1_1_0", "Asana_1_1_0", "GitLab",
        "Calendly", "OpenAI_1_1_0",
    ]

    /// What any token fits.
    private static let token = ["values", "api-key", "oauth2", "oauth2-client", "oauth2-assertion"]

    @Test("The catalogue lists them, and a node is offered exactly the types whose accounts it can use")
    func fitting() async throws {
        let folder = try TemporaryFolder()
        let plugins = try BuildProducts.nodes(Self.google + Self.others, in: folder)
        let names = [
            "google-sheets", "google-calendar", "firebase-firestore", "gmail", "microsoft-teams", "outlook",
            "salesforce",
            "shopify", "hubspot", "dropbox", "github", "slack", "s3", "trello", "csv", "airtable",
            "asana", "gitlab", "calendly", "openai",
        ]
        let server = try await ServerProcess(
            data: folder.url,
            arguments: ["--plugins", plugins] + names.flatMap { ["--plugin-isolation", "\($0)=inProcess"] })
        let api = try APIClient(server, data: folder.url)
        func types(_ query: String) async throws -> Set<String> {
            let list = try await api.call("GET", "/api/credential-types?limit=100\(query)")["data"]?.array ?? []
            return Set(list.compactMap { $0["id"]?.string })
        }
        let all = try await types("")
        let contributed = [
            "google-sheets", "google-sheets-service-account", "gmail", "gmail-service-account", "microsoft-teams",
            "outlook", "salesforce", "salesforce-jwt", "shopify", "hubspot", "dropbox", "github",
            "slack", "airtable", "asana", "gitlab", "calendly",
        ]
        #expect(all.isSuperset(of: contributed), "\(all)")
        let expected: [(String, [String])] = [
            ("google-sheets", ["google-sheets", "google-sheets-service-account", "google-service-account"]),
            ("google-calendar", ["google-calendar", "google-calendar-service-account", "google-service-account"]),
            (
                "firebase-firestore",
                ["firebase-firestore", "firebase-firestore-service-account", "google-service-account"]
            ), ("microsoft-teams", ["microsoft-teams"]), ("outlook", ["outlook"]),
            ("salesforce", ["salesforce", "salesforce-jwt"]), ("shopify", ["shopify"]), ("hubspot", ["hubspot"]),
            ("dropbox", ["dropbox"]), ("github", ["github", "github-app"]), ("slack", ["slack"]),
            ("airtable", ["airtable"]), ("asana", ["asana"]), ("gitlab", ["gitlab"]), ("calendly", ["calendly"]),
            ("openai", []),
        ]
        for (node, own) in expected {
            #expect(try await types("&node=\(node)") == Set(Self.token + own), "\(node)")
        }
        // It reads no token, but keys that sign.
        #expect(try await types("&node=s3") == ["values", "aws"])
        // It reads two secrets, of which no token is one.
        #expect(try await types("&node=trello") == ["values"])
        #expect(try await types("&node=csv") == [])
        #expect(try await types("&node=http_request") == all)
        await #expect { try await types("&node=nothing") } throws: { "\($0)".contains("node.notFound") }
        try await server.stop()
    }

    @Test("What people enter for an account is what differs between accounts, and addresses are made of it")
    func values() async throws {
        let folder = try TemporaryFolder()
        let plugins = try BuildProducts.nodes(["Shopify_1_1_0", "Salesforce_1_1_0"], in: folder)
        let server = try await ServerProcess(data: folder.url, arguments: ["--plugins", plugins])
        let api = try APIClient(server, data: folder.url)
        func create(_ name: String, _ type: String, _ values: JSONValue) async throws -> JSONValue {
            try await api.call(
                "POST", "/api/credentials", ["name": .string(name), "type": .string(type), "values": values])
        }
        let types = try await api.call("GET", "/api/credential-types?limit=100")["data"]?.array ?? []
        let shopify = types.first { $0["id"] == "shopify" }
        let fields = Set(shopify?["fields"]?.object?.keys ?? [])
        #expect(fields.isSuperset(of: ["shop", "clientId", "clientSecret"]))
        #expect(shopify?["fields"]?["tokenUrl"] == nil && shopify?["fields"]?["scope"] == nil)
        let made = try await create("mill", "shopify", ["shop": "mill", "clientId": "a", "clientSecret": "s-1"])
        #expect(made["state"] == "ready" && made["values"]?["shop"] == "mill")
        await #expect {
            try await create("evil", "shopify", ["shop": "evil.test/", "clientId": "a", "clientSecret": "s"])
        } throws: { "\($0)".contains("/values/shop") }
        // The secret of one shop is not sent to another.
        let path = "/api/credentials/\(made["id"]?.string ?? "")"
        await #expect { try await api.call("PATCH", path, ["values": ["shop": "other"]]) } throws: {
            "\($0)".contains("/values/clientSecret")
        }
        let salesforce = try await create("crm", "salesforce", ["clientId": "a", "clientSecret": "s"])
        #expect(salesforce["state"] == "unauthorized")
        await #expect {
            try await create("fake", "salesforce", ["host": "salesforce.com.evil.test", "clientId": "a"])
        } throws: { "\($0)".contains("/values/host") }
        try await server.stop()
    }
}
