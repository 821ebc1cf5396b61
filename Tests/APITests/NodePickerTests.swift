import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import TestSupport
import Testing

@testable import API
@testable import Platform

@Suite("Options that vendors list", .timeLimit(.minutes(10)))
struct NodePickerTests {
    static func list(_ path: String, refusals: [String]? = nil) -> VendorList {
        VendorList(path, items: "things", label: "name", value: "id", refusals: refusals)
    }

    static func field(_ name: String, _ list: VendorList) -> ConfigField {
        var field = ConfigField(name, .string, label: name)
        field.optionsFrom = OptionsSource([list])
        return field
    }

    static func node(_ base: String) -> NodeDefinition {
        NodeDefinition(
            id: "weaver", name: "Weaver", version: "1.0.0", description: "", category: "Tests",
            configSchema: [
                ConfigField("key", .secret, label: "Key", envVarName: "WEAVER_KEY"),
                field(
                    "mill",
                    VendorList(
                        "/mills", items: "things", label: "name", value: "id",
                        pages: .cursor("meta/next", as: "page"))),
                field(
                    "loom",
                    VendorList(
                        "/mills/{mill}/looms", items: "things", label: "name", value: "id", search: ["q": "{search}"])),
                field("forbidden", list("/forbidden")), field("limited", list("/limited")),
                field("revoked", list("/revoked", refusals: ["token_revoked"])), field("words", list("/words")),
                field("broken", list("/broken")), field("elsewhere", list("/elsewhere")),
                field("huge", list("/huge")), field("slow", list("/slow")), field("missing", list("/nothing")),
                field(
                    "password",
                    VendorList(
                        "/mills", items: "things", label: "name", value: "id",
                        headers: ["authorization": "Basic ada:{key}"])),
                ConfigField("house", .string, label: "House"),
                field(
                    "room",
                    VendorList(
                        "/mills/7/looms", items: "things", label: "name", value: "id", headers: ["x-house": "{house}"])),
                ConfigField("baseUrl", .string, label: "Address", default: .string(base)),
            ], providers: ["here"])
    }

    /// With the node, a credential of it, and what asks for options.
    func weaving(
        asksPrivate: Bool = true, listTime: Duration = .seconds(10), token: String = "hush-weaver",
        permissions: PluginPermissions? = nil,
        _ body: @escaping @Sendable (Weaving) async throws -> Void
    ) async throws {
        let vendor = ListVendor(token: "hush-weaver")
        try await vendor.serving { base in
            try await Server.with(asksPrivate: asksPrivate, listTime: listTime) { server in
                server.installation.contributions.host.attach(
                    LoadedPlugin(
                        path: "weaver",
                        manifest: Manifest(
                            id: "weaver", name: "Weaver", version: "1.0.0", nodes: [Self.node(base)],
                            permissions: permissions),
                        connection: server.installation.provider))
                let made = try await server.send(
                    "POST", "/api/credentials",
                    ["name": "mine", "type": "values", "values": ["values": ["WEAVER_KEY": .string(token)]]])
                let credential = try #require(made.json["id"]?.string, "\(made.text)")
                try await body(Weaving(server: server, vendor: vendor, base: base, credential: credential))
            }
        }
    }

    struct Weaving: Sendable {
        let server: Server
        let vendor: ListVendor
        let base: String
        let credential: String

        func options(
            _ field: String, _ more: JSONObject = [:], credential: String? = nil, key: String? = nil
        ) async throws -> Server.Answer {
            var body: JSONObject = ["field": .string(field), "credentialId": .string(credential ?? self.credential)]
            for (name, value) in more { body[name] = value }
            return try await server.send("POST", "/api/nodes/weaver/options", .object(body), key: key)
        }
    }

    @Test("A list is read page by page, past an empty page, and kept for a moment until the vendor is asked again")
    func pages() async throws {
        try await weaving { weaving in
            let all = try await weaving.options("mill")
            #expect(all.status == 200, "\(all.text)")
            let data = all.json["data"]?.array ?? []
            #expect(data.count == 25 && data.first == ["value": "0", "label": "Loom 0"], "\(all.text)")
            #expect(all.json["nextCursor"] == .null && all.json["needs"] == [])
            #expect(weaving.vendor.requests.map { $0.query["page"] } == [nil, "1", "2", "3"])
            #expect(weaving.vendor.requests.allSatisfy { $0.authorization == "Bearer hush-weaver" })
            #expect(try await weaving.options("mill").json == all.json)
            #expect(weaving.vendor.requests.count == 4)
            // Another cursor of the same list; anything else is none.
            let later = try await weaving.options("mill", ["cursor": "0:3"])
            #expect(later.json["data"]?.array?.count == 5 && weaving.vendor.requests.count == 4)
            for cursor in ["1:0", "x", "-1:", "99999999999999999999:1"] {
                let wrong = try await weaving.options("mill", ["cursor": .string(cursor)])
                #expect(wrong.status == 400 && wrong.text.contains("/cursor"), "\(cursor) \(wrong.text)")
            }
            #expect(try await weaving.options("mill", ["refresh": true]).status == 200)
            #expect(weaving.vendor.requests.count == 8)
            // A changed credential may be another account.
            let path = "/api/credentials/\(weaving.credential)"
            let values: JSONValue = ["values": ["values": ["WEAVER_KEY": "hush-other"]]]
            #expect(try await weaving.server.send("PATCH", path, values).status == 200)
            #expect(try await weaving.options("mill").json["code"] == "options.refused")
        }
    }

    @Test("A search is the vendor's where it can, and the server's where it cannot")
    func search() async throws {
        try await weaving { weaving in
            let own = try await weaving.options("mill", ["search": "loom 3"])
            #expect(
                own.json["data"]?.array?.compactMap { $0["value"]?.string } == ["3", "30", "31", "32", "33", "34"],
                "\(own.text)")
            let before = weaving.vendor.requests.count
            let theirs = try await weaving.options("loom", ["search": "2", "config": ["mill": "7"]])
            #expect(theirs.json["data"] == [["value": "2", "label": "Loom 2"]], "\(theirs.text)")
            #expect(weaving.vendor.requests.dropFirst(before).map { $0.query["q"] } == ["2"])
        }
    }

    @Test("What a list depends on is named until it has a fixed value, and no request is made before")
    func needs() async throws {
        try await weaving { weaving in
            for config: JSONObject in [[:], ["mill": ""], ["mill": "{{first.mill}}"], ["mill": ".."], ["mill": []]] {
                let answer = try await weaving.options("loom", ["config": .object(config)])
                #expect(answer.status == 200 && answer.json["needs"] == ["mill"], "\(config) \(answer.text)")
                #expect(answer.json["data"] == [] && answer.json["nextCursor"] == .null)
            }
            let none = try await weaving.server.send(
                "POST", "/api/nodes/weaver/options", ["field": "mill", "config": [:]])
            #expect(none.json["needs"] == ["credential"], "\(none.text)")
            #expect(weaving.vendor.requests.isEmpty)
            // A value becomes a part of the path, and nothing else.
            for mill: JSONValue in ["7/../8?x=", "7#", 7] {
                _ = try await weaving.options("loom", ["config": ["mill": mill]])
            }
            #expect(
                weaving.vendor.requests.map(\.path)
                    == ["/mills/7%2F..%2F8%3Fx%3D/looms", "/mills/7%23/looms", "/mills/7/looms"])
        }
    }

    @Test("A vendor's failure is told in its own words, without the secret, and blames the credential only if it does")
    func failures() async throws {
        try await weaving { weaving in
            let expected: [(field: String, status: Int, code: String, words: String)] = [
                ("forbidden", 502, "options.vendor", "missing scope looms:read (HTTP 403)"),
                ("limited", 503, "options.vendor", "rate_limited (HTTP 429)"),
                ("revoked", 409, "options.refused", "token_revoked"),
                ("words", 502, "options.vendor", "no_such_mill"),
                ("broken", 502, "options.vendor", "no reason given (HTTP 502)"),
                ("elsewhere", 502, "options.vendor", "HTTP 302"),
                ("huge", 502, "options.vendor", "longer than 4194304 bytes"),
                ("missing", 502, "options.vendor", "no such list (HTTP 404)"),
            ]
            for (field, status, code, words) in expected {
                let answer = try await weaving.options(field)
                #expect(answer.status == status && answer.json["code"]?.string == code, "\(field) \(answer.text)")
                #expect(answer.text.contains(words) && !answer.text.contains("hush"), "\(field) \(answer.text)")
                #expect(answer.headers["retry-after"] == (field == "limited" ? "7" : nil), "\(field)")
            }
            // The redirect was not followed.
            #expect(!weaving.vendor.requests.contains { $0.path == "/mills" })
        }
        try await weaving(token: "hush-wrong") { weaving in
            let answer = try await weaving.options("mill")
            #expect(answer.status == 409 && answer.json["code"] == "options.refused", "\(answer.text)")
            #expect(answer.text.contains("The token ******** is not valid (HTTP 401)"), "\(answer.text)")
            // Nor as a password, which is encoded before it is sent.
            let encoded = try await weaving.options("password")
            #expect(encoded.text.contains("The token ******** is not valid (HTTP 401)"), "\(encoded.text)")
        }
    }

    @Test("What a header cannot have is refused with its field before the vendor is asked")
    func headers() async throws {
        try await weaving(token: "hush\nweaver") { weaving in
            let secret = try await weaving.options("mill")
            #expect(secret.status == 400 && secret.text.contains("WEAVER_KEY"), "\(secret.text)")
            #expect(secret.text.contains("U+000A") && !secret.text.contains("hush"), "\(secret.text)")
            let field = try await weaving.options("room", ["config": ["house": "a\r\nx-other: b"]])
            #expect(field.status == 400 && field.text.contains("/config/house"), "\(field.text)")
            #expect(weaving.vendor.requests.isEmpty)
        }
    }

    @Test("A list is requested from hosts that the plugin's permissions name, and from addresses that somebody enters")
    func permissions() async throws {
        try await weaving(permissions: PluginPermissions(hosts: ["api.weaver.example"])) { weaving in
            let answer = try await weaving.options("mill")
            #expect(answer.status == 502 && answer.text.contains("do not name the host 127.0.0.1"), "\(answer.text)")
            #expect(weaving.vendor.requests.isEmpty)
            let entered = try await weaving.options("mill", ["config": ["baseUrl": .string("\(weaving.base)/")]])
            #expect(entered.status == 200, "\(entered.text)")
        }
        try await weaving(permissions: PluginPermissions(hosts: ["127.0.0.1"])) { weaving in
            let named = try await weaving.options("mill")
            #expect(named.status == 200, "\(named.text)")
            // A redirect is not followed, so that it leads to no other host.
            let count = weaving.vendor.requests.count
            let elsewhere = try await weaving.options("elsewhere")
            #expect(elsewhere.status == 502, "\(elsewhere.text)")
            #expect(weaving.vendor.requests.dropFirst(count).map(\.path) == ["/elsewhere"])
        }
    }

    @Test("A list is kept for the headers that it was requested with")
    func keptByHeaders() async throws {
        try await weaving { weaving in
            for (building, count) in [("a", 1), ("a", 1), ("b", 2), ("a", 2)] {
                let answer = try await weaving.options("room", ["config": ["house": .string(building)]])
                #expect(answer.status == 200, "\(answer.text)")
                #expect(weaving.vendor.requests.count == count, "\(building)")
            }
        }
    }

    @Test("A vendor that does not respond is given up, and one in a private network is not asked unless the server may")
    func limits() async throws {
        try await weaving(listTime: .seconds(1)) { weaving in
            let answer = try await weaving.options("slow")
            #expect(answer.status == 502 && answer.text.contains("No response within"), "\(answer.text)")
        }
        try await weaving(asksPrivate: false) { weaving in
            let answer = try await weaving.options("mill")
            #expect(answer.status == 502 && answer.text.contains("--private-tokens"), "\(answer.text)")
            #expect(weaving.vendor.requests.isEmpty)
        }
    }
}
