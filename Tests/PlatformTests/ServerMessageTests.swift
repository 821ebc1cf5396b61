import JSON
import PluginMessages
import Testing

@testable import Platform

@Suite("Messages between servers", .timeLimit(.minutes(1)))
struct ServerMessageTests {
    private static let link = ServerLink(secret: [1, 2, 3])

    private static let receiver = ServerReceiver(link: { link }) {
        $0 == "two"
    } answer: { method, params in
        method == "fails" ? .failure(PluginFailure(code: "some.code", message: "No.")) : .success(params)
    }

    @Test("A message reaches the server that it is for, and its reply the one that sent it")
    func exchanged() async throws {
        let servers = LoopbackServers()
        servers.put(Self.receiver, at: "http://two")
        let messenger = ServerMessenger(link: Self.link, transport: servers)
        func send(_ method: String, to address: String, for target: String) async -> ServerMessenger.Outcome {
            await messenger.send(method, ["a": 1], to: address, for: target, within: .seconds(30))
        }
        guard case .replied(.success(let value)) = await send("echo", to: "http://two", for: "two") else {
            Issue.record("not replied")
            return
        }
        #expect(value == ["a": 1])
        guard case .replied(.failure(let failure)) = await send("fails", to: "http://two", for: "two") else {
            Issue.record("not refused")
            return
        }
        #expect(failure.code == "some.code")
        for (address, target) in [("http://two", "three"), ("http://three", "two")] {
            guard case .notExecuted = await send("echo", to: address, for: target) else {
                Issue.record("executed: \(address) \(target)")
                continue
            }
        }
    }

    @Test("What was changed on the way, is of another message or of another key is not executed")
    func forged() async throws {
        let head = ServerMessage.Head(target: "two")
        let message = try JSONValue(encoding: ServerMessage(method: "echo", params: ["a": 1])).bytes
        let sealed = Self.link.seal(message, for: head.parts("message"))
        guard case .accepted(let accepted) = Self.receiver.accept(head.text(Self.link)) else {
            Issue.record("refused")
            return
        }
        #expect(await accepted.reply(to: sealed) != nil)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(await accepted.reply(to: changed) == nil, "byte \(index)")
        }
        let other = ServerMessage.Head(target: "two")
        #expect(await accepted.reply(to: Self.link.seal(message, for: other.parts("message"))) == nil)
        // A reply is not a message.
        #expect(await accepted.reply(to: Self.link.seal(message, for: head.parts("reply"))) == nil)
        let stranger = ServerLink(secret: [3, 2, 1])
        #expect(await accepted.reply(to: stranger.seal(message, for: head.parts("message"))) == nil)
        for text in [
            head.text(stranger), "", "two;1", "two;1;00", head.text(Self.link) + "0",
            head.text(Self.link).replacing("two;", with: "ten;"),
        ] {
            guard case .unproven = Self.receiver.accept(text) else {
                Issue.record("accepted: \(text)")
                continue
            }
        }
        guard case .misdirected = Self.receiver.accept(ServerMessage.Head(target: "one").text(Self.link)) else {
            Issue.record("not misdirected")
            return
        }
    }
}
