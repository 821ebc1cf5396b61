import AsyncHTTPClient
import Egress
import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import PluginHost

@Suite("Where the requests of plugins go", .timeLimit(.minutes(3)))
struct PluginFetchTests {
    private static let bearer: JSONValue = ["authorization", "Bearer hush"]

    /// - Parameters:
    ///   - hosts: Those of the plugin's permissions; `nil` is any.
    ///   - rules: Of a third party's plugin.
    private func fetch(
        _ url: String, hosts: [String]?, _ rules: EgressRules?, headers: [JSONValue] = [bearer]
    ) async -> Result<JSONValue, PluginFailure> {
        let request: JSONValue = ["method": "GET", "url": .string(url), "headers": .array(headers)]
        let fetcher = PluginFetcher().keeping(to: hosts.map { PluginPermissions(hosts: $0) }, rules)
        return await fetcher.fetch(request.bytes) { _, _ in .success(.null) }
    }

    private static func code(_ result: Result<JSONValue, PluginFailure>) -> String? {
        if case .failure(let failure) = result { failure.code } else { nil }
    }

    private static let open = EgressRules(allowsPrivate: true)
    private static let closed = EgressRules(allowsPrivate: false)

    @Test(
        "A redirect is followed where any host is allowed, and is the response where hosts are named",
        arguments: [
            true, false,
        ])
    func redirects(isThirdParty: Bool) async throws {
        let rules = isThirdParty ? Self.open : nil
        let vendor = ListVendor(token: "hush")
        try await vendor.serving { base in
            let held = try await fetch("\(base)/elsewhere", hosts: ["127.0.0.1"], rules).get()
            #expect(held["status"] == 302, "\(held.text)")
            #expect(vendor.requests.map(\.path) == ["/elsewhere"])
            let free = try await fetch("\(base)/elsewhere", hosts: nil, rules).get()
            #expect(free["status"] == 200, "\(free.text)")
            #expect(vendor.requests.map(\.path) == ["/elsewhere", "/elsewhere", "/mills"])
        }
    }

    @Test("A host that the permissions do not name is not asked, by URL or by header", arguments: [true, false])
    func hosts(isThirdParty: Bool) async throws {
        let rules = isThirdParty ? Self.open : nil
        let vendor = ListVendor(token: "hush")
        try await vendor.serving { base in
            let other = await fetch("\(base)/mills", hosts: ["api.acme.example", "127.0.0.2"], rules)
            #expect(Self.code(other) == "fetch.host")
            let none = await fetch("\(base)/mills", hosts: [], rules)
            #expect(Self.code(none) == "fetch.host")
            let header = await fetch(
                "\(base)/mills", hosts: ["127.0.0.1"], rules, headers: [["host", "other.example"], Self.bearer])
            #expect(Self.code(header) == "fetch.host")
            let own = try await fetch(
                "\(base)/mills", hosts: ["127.0.0.1"], rules,
                headers: [["Host", .string(String(base.dropFirst("http://".count)))], Self.bearer]
            ).get()
            #expect(own["status"] == 200)
        }
    }

    @Test(
        "A third party's plugin reaches no private address, whatever its permissions name",
        arguments: [
            nil, ["127.0.0.1", "localhost", "169.254.169.254", "*.localhost"],
        ])
    func privateAddresses(hosts: [String]?) async throws {
        let vendor = ListVendor(token: "hush")
        try await vendor.serving { base in
            let port = base.split(separator: ":").last ?? ""
            for url in ["\(base)/mills", "http://localhost:\(port)/mills", "http://169.254.169.254/latest"] {
                let answer = await fetch(url, hosts: hosts, Self.closed)
                #expect(Self.code(answer) == "fetch.address", "\(url) \(answer)")
            }
            #expect(vendor.requests.isEmpty)
        }
    }

    @Test(
        "A URL that is none of the web is refused: clients know sockets of this machine, too",
        arguments: [
            "http+unix://%2Frun%2Fdocker.sock/info", "unix:///run/docker.sock", "https+unix://%2Fx/",
            "file:///etc/passwd",
        ])
    func schemes(url: String) async {
        for rules in [nil, Self.closed] {
            #expect(await Self.code(fetch(url, hosts: nil, rules)) == "fetch.request")
        }
    }

    @Test("What a header says is in no error", arguments: [true, false])
    func secretHeader(isThirdParty: Bool) async throws {
        let answer = await fetch(
            "http://127.0.0.1:9/", hosts: nil, isThirdParty ? Self.open : nil,
            headers: [["authorization", "Bearer hush\nhush"]])
        guard case .failure(let failure) = answer else {
            Issue.record("It was sent.")
            return
        }
        #expect(failure.code == "fetch.request" && !failure.message.contains("hush"), "\(failure.message)")
    }

    @Test("A redirection is followed as clients do: the method, the body and what is meant for one server only")
    func redirection() throws {
        var request = HTTPClientRequest(url: "https://a.example/x?y=1")
        request.method = .POST
        request.body = .bytes(Array("{}".utf8))
        request.headers = ["authorization": "Bearer hush", "content-type": "application/json", "x-own": "1"]
        func next(_ status: Int, _ location: String?) -> HTTPClientRequest? {
            request.redirected(
                by: GuardedClient.Response(status: status, headers: location.map { [("Location", $0)] } ?? [], body: [])
            )
        }
        #expect(next(200, "/z") == nil && next(302, nil) == nil && next(304, "/z") == nil)
        let same = try #require(next(302, "/z"))
        #expect(same.url == "https://a.example/z" && same.method == .GET && same.body == nil)
        #expect(same.headers["authorization"] == ["Bearer hush"] && same.headers["content-type"].isEmpty)
        let kept = try #require(next(307, "https://b.example/z"))
        #expect(kept.url == "https://b.example/z" && kept.method == .POST && kept.body != nil)
        #expect(kept.headers["authorization"].isEmpty && kept.headers["x-own"] == ["1"])
        #expect(next(308, "http://a.example/")?.headers["authorization"].isEmpty == true)
    }
}
