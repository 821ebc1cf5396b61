import HTTPTypes
import Hummingbird
import Platform
import Testing

@testable import API

@Suite("What a server that stands by does with a request", .timeLimit(.minutes(10)))
struct ForwardingUnitTests {
    private static let link = ServerLink(secret: Array("secret".utf8))

    private static func request(_ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: nil, authority: "millrace.example.com", path: "/api/workflows", headerFields: fields
        )
    }

    @Test("What a server vouches for is read again by another one with the same key")
    func vouched() throws {
        let head = Self.request(.post, [.authorization: "Bearer ask_1", .cookie: "a=1"])
        let sent = ForwardedRequest(epoch: 7, client: "2001:db8::1")
        let field = sent.field(for: head, link: Self.link)
        let read = try #require(ForwardedRequest(field, of: head, link: Self.link))
        #expect(read == sent)
        #expect(sent.isProven(by: [ForwardedRequest.Field.proof: read.proof(Self.link)], Self.link))
        #expect(!sent.isProven(by: [:], Self.link))
        let other = ForwardedRequest(epoch: 7, client: "2001:db8::1")
        #expect(!other.isProven(by: [ForwardedRequest.Field.proof: read.proof(Self.link)], Self.link))
    }

    @Test("Nothing of it can be changed, and another key proves nothing")
    func forged() {
        let head = Self.request(.post, [.authorization: "Bearer ask_1"])
        let field = ForwardedRequest(epoch: 7, client: "192.0.2.1").field(for: head, link: Self.link)
        #expect(ForwardedRequest(field, of: head, link: Self.link) != nil)
        let changed = [
            field.replacing("192.0.2.1", with: "192.0.2.2"), "8" + field.dropFirst(), field + ";", "",
            "7;;;192.0.2.1", String(field.dropLast(9)),
        ]
        for text in changed { #expect(ForwardedRequest(text, of: head, link: Self.link) == nil, "\(text)") }
        for other in [
            Self.request(.post, [.authorization: "Bearer ask_2"]), Self.request(.post),
            Self.request(.put, head.headerFields),
            Self.request(.post, [.authorization: "Bearer ask_1", .cookie: "session=1"]),
        ] {
            #expect(ForwardedRequest(field, of: other, link: Self.link) == nil)
        }
        #expect(ForwardedRequest(field, of: head, link: ServerLink(secret: Array("other".utf8))) == nil)
    }

    @Test("Parts of a proof are told from each other")
    func parts() {
        let proof = Self.link.proof(of: ["a", "bc"])
        #expect(Self.link.isProof(proof, of: ["a", "bc"]))
        #expect(!Self.link.isProof(proof, of: ["ab", "c"]))
        #expect(!Self.link.isProof(proof, of: ["a", "bc", ""]))
        #expect(!Self.link.isProof("zz", of: ["a", "bc"]))
    }

    @Test("Fields of one connection, and those that it names, are removed")
    func hopByHop() {
        var fields: HTTPFields = [
            .connection: "close, X-Own", .transferEncoding: "chunked", .te: "trailers", .upgrade: "h2c",
            .contentType: "text/plain",
        ]
        fields[.init("x-own")!] = "1"
        fields[.init("keep-alive")!] = "timeout=5"
        fields[.init("x-other")!] = "2"
        fields.removeHopByHop()
        #expect(fields == [.contentType: "text/plain", .init("x-other")!: "2"])
    }

    @Test(
        "A target is sent on as it came, with what a URL cannot have encoded",
        arguments: [
            ("/api/workflows?q=a%20b&q=%C3%84", "/api/workflows?q=a%20b&q=%C3%84"), ("/a//b/", "/a//b/"),
            ("/a?q=[1]|\"", "/a?q=%5B1%5D%7C%22"), ("/a%zz%4", "/a%25zz%254"), ("/ä", "/%C3%A4"), ("/?", "/?"),
        ])
    func target(_ sent: String, _ expected: String) {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: "h", path: sent), body: RequestBody(buffer: .init())
        )
        #expect(RequestTarget.text(of: request) == expected)
    }

    @Test("The absolute form of a target is its path, and * is none")
    func otherTargets() {
        func text(_ path: String) -> String? {
            RequestTarget.text(
                of: Request(
                    head: HTTPRequest(method: .options, scheme: nil, authority: "h", path: path),
                    body: RequestBody(buffer: .init())))
        }
        #expect(text("http://other.example.com/api/me?x=1") == "/api/me?x=1")
        #expect(text("*") == nil)
    }
}

@Suite("What a server knows of the one that leads", .timeLimit(.minutes(10)))
struct LeadershipTests {
    private let one = Leader(name: "one", address: "http://one", epoch: 1)
    private let two = Leader(name: "two", address: "http://two", epoch: 2)

    /// - Parameter replaces: Whether it is another one than before.
    private func see(
        _ leader: Leader?, in state: inout Leadership, replaces: Bool,
        at place: SourceLocation = #_sourceLocation
    ) {
        let isOther = state.saw(leader)
        #expect(isOther == replaces, sourceLocation: place)
    }

    @Test("Requests are forwarded to a server that has proved that it leads, until it cannot be reached")
    func proof() {
        var state = Leadership.none
        see(one, in: &state, replaces: false)
        #expect(state == .found(one))
        state.proved(two)
        #expect(state == .found(one))
        state.proved(one)
        #expect(state == .proved(one))
        see(one, in: &state, replaces: false)
        #expect(state == .proved(one))
        state.unreachable(two)
        #expect(state == .proved(one))
        state.unreachable(one)
        #expect(state == .lost(one, beat: nil))
        state.proved(one)
        #expect(state == .proved(one))
    }

    @Test("A leader that is lost has ended, unless its heartbeats go on")
    func vacancy() {
        var state = Leadership.none
        #expect(state.isVacant)
        see(one, in: &state, replaces: false)
        #expect(!state.isVacant)
        // Another server, at its address.
        state.refused(by: one)
        #expect(state == .found(one))
        state.proved(one)
        #expect(!state.isVacant)
        state.unreachable(one)
        for _ in 1...3 {
            #expect(state.saw(one, beat: 7) == false)
            #expect(state == .lost(one, beat: 7) && state.isVacant)
        }
        #expect(state.saw(one, beat: 8) == false)
        #expect(state == .found(one) && !state.isVacant)
        state.proved(one)
        state.unreachable(one)
        state.refused(by: one)
        #expect(state == .leaving(one) && state.isVacant)
    }

    @Test("One that refuses is left for good, and what waits for one that was replaced ends")
    func change() {
        var state = Leadership.proved(one)
        state.refused(by: one)
        #expect(state == .leaving(one))
        state.proved(one)
        see(one, in: &state, replaces: false)
        #expect(state == .leaving(one))
        see(Leader(name: "two", address: nil, epoch: 2), in: &state, replaces: true)
        #expect(state == .none)
        see(two, in: &state, replaces: false)
        #expect(state == .found(two))
        state.proved(two)
        see(nil, in: &state, replaces: true)
        see(nil, in: &state, replaces: false)
    }

    @Test("A server that leads does not follow any more")
    func own() {
        var state = Leadership.proved(one)
        state.lead()
        see(two, in: &state, replaces: false)
        state.proved(one)
        state.unreachable(one)
        state.refused(by: one)
        #expect(state == .own && state.leader == nil)
    }
}
