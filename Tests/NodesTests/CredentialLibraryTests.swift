import Authoring
import Foundation
import JSON
import TestSupport
import Testing

@Suite("Credentials of programs, run in Deno against an authorization server", .timeLimit(.minutes(10)))
struct CredentialLibraryTests {
    /// Messages of failures, and whether another attempt is made.
    private static func refusal(_ message: String, _ isRetryable: JSONValue = false) -> JSONValue {
        [.string(message), isRetryable]
    }

    @Test("Every flow mints, keeps and renews tokens; what is refused for good says what to do")
    func flows() async throws {
        let folder = try TemporaryFolder()
        try LibraryFiles.write(to: folder.url.path)
        let source = try String(contentsOf: PackageRoot.fixture("nodes/credentials.ts"), encoding: .utf8)
        let output = try await DenoRunner().run(try folder.write(source, to: "credentials.ts"))
        #expect(output.status == 0, "\(output.stderr)")
        let found = try JSONValue(parsing: output.stdout).object ?? [:]
        let expected: JSONObject = [
            "clientCredentials": [
                [["grant_type", "client_credentials"], ["scope", "a b"]], "Basic aSUyMGQ6cyUzQWNyZXQ=", 1,
            ],
            "renewedBeforeTheEnd": 2, "renewedAfterRefusal": 3,
            // Two tokens and two requests, and no third.
            "refusedTwice": [Self.refusal("refused", .null), 4],
            "clientInBody": [["i d", "s:cret", .null], ["i d", .null, .null]],
            "twoAccounts": [["one", "kept", 1], ["two", "kept", 2]], "values": ["xoxb-1", "b"],
            "nodeRefused": ["node-11", 2], "keyRefused": [Self.refusal("401", .null), 1],
            "apiKeys": [
                ["https://api.test/things", "Bearer k1", .null],
                ["https://api.test/things", "Basic YWRhOnDDpHNzd29yZA==", .null],
                ["https://api.test/things", .null, "Key k3"], ["https://api.test/things?key=k+4", .null, .null],
            ],
            "assertion": [
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                [
                    true, ["alg": "RS256", "typ": "JWT", "kid": "k1"],
                    ["iss": "me@project", "scope": "sheets", "aud": "https://google.test/token"], true, 3600,
                ], true, true,
            ],
            "badKey": Self.refusal("Private key: it is not a private key in PEM for its algorithm"),
            "githubApp": [
                "https://api.github.com/app/installations/9/access_tokens", ["token": "ghs_1"], 3600, true,
            ],
            "aws": [
                3, "AssumeRole", "AWS4-HMAC-SHA256 Credential=AKIA1/DATE/eu-west-1/sts/aws4_request",
                "AWS4-HMAC-SHA256 Credential=ASIA1", "session",
            ],
            "awsNode": ["ASIA1", "secret", "session"],
            "revoked": Self.refusal(
                "Credential \"gone\": it was revoked or has ended: authorize it again (invalid_grant, HTTP 400)"),
            "busy": Self.refusal("Credential \"gone\": busy (HTTP 503)", true),
            "missing": Self.refusal("Credential \"no-such\": the deployment does not have it: deploy again"),
            "changed": 2,
            "served": [
                ["https://millrace.test/api/tokens/d1", "Bearer the-key", ["credential": "served"], 0],
                ["https://millrace.test/api/tokens/d1", "Bearer the-key", ["credential": "served"], 64],
            ],
            "servedRevoked": Self.refusal(
                "Credential \"other\": it was revoked or has ended: authorize it again (credential.unauthorized, HTTP 409)"
            ),
            "provider": [
                [["asked", 0], ["asked", 64], ["role", 0]],
                ["Bearer asked-1", "Bearer asked-2", "AWS4-HMAC-SHA256 Credential=ASIA2"],
                ["token": "asked-2", "instanceUrl": "https://eu"],
            ],
            "providerRevoked": Self.refusal(
                "Credential \"asked\": it was revoked or has ended: authorize it again (credential.unauthorized)"),
            "unauthorized": Self.refusal(
                "Credential \"off\": it was revoked or has ended: authorize it again (credential.unauthorized)"),
            "noKey": Self.refusal(
                "Credential \"keyless\": the deployment has no key to ask the server for tokens: deploy again"),
            // Four nodes with tokens of an hour, one of two hours and one of a day, and no request that was refused.
            "week": [763, 0],
        ]
        for (name, value) in expected { #expect(found[name] == value, "\(name): \(found[name]?.text ?? "")") }
        #expect(found.keys == expected.keys)
    }

    @Test("The six nodes whose tokens end within hours run for a week, with no request that is refused")
    func week() async throws {
        let folder = try TemporaryFolder()
        try LibraryFiles.write(to: folder.url.path)
        func write(_ file: URL, _ name: String) throws -> URL {
            // The runner reads no configuration, which would say where the library is.
            let text = try String(contentsOf: file, encoding: .utf8)
            return try folder.write(text.replacing("@millrace/node", with: "./node-library/mod.ts"), to: name)
        }
        for node in [
            "GoogleSheets", "GoogleCalendar", "FirebaseFirestore", "MicrosoftTeams", "Salesforce", "Shopify",
        ] {
            _ = try write(PackageRoot.url.appending(path: "Plugins/Nodes/\(node)/template.ts"), "\(node).ts")
        }
        let output = try await DenoRunner().run(try write(PackageRoot.fixture("nodes/credential-week.ts"), "week.ts"))
        #expect(output.status == 0, "\(output.stderr)")
        let found = try JSONValue(parsing: output.stdout)
        let names = ["sheets", "calendar", "firestore", "teams", "salesforce", "shopify"]
        #expect(found["errors"] == [] && found["refused"] == 0, "\(found.text)")
        for name in names { #expect(found["calls"]?[name] == 504, "\(name): \(found.text)") }
        // A token of an hour is renewed a minute before its end: two of three calls have the one before.
        #expect(
            found["minted"] == [
                "sheets": 168, "calendar": 168, "firestore": 168, "teams": 168, "salesforce": 84, "shopify": 7,
            ], "\(found.text)")
    }
}
