import JSON
import PluginMessages
import Synchronization
import Testing

@testable import Platform

@Suite("Messages between servers", .timeLimit(.minutes(1)))
struct ServerMessageTests {
    private static let link = ServerLink(secret: [1, 2, 3])

    /// A server that counts what it executes, with a clock that the test sets.
    private final class Receiving: Sendable {
        private let state = Mutex<(executed: [JSONValue], time: Duration)>(([], .zero))

        var executed: [JSONValue] { state.withLock { $0.executed } }

        func pass(_ time: Duration) { state.withLock { $0.time += time } }

        /// With the sessions of a process that has just been started.
        func receiver(of target: String = "two", sessions: MessageSessions? = nil) -> ServerReceiver {
            let sessions = sessions ?? MessageSessions { self.state.withLock { $0.time } }
            return ServerReceiver(link: { link }, sessions: sessions) {
                $0 == target
            } answer: { method, params in
                self.state.withLock { $0.executed.append(params) }
                return method == "fails" ? .failure(PluginFailure(code: "some.code", message: "No.")) : .success(params)
            }
        }
    }

    /// Two servers, of which one sends.
    private struct Network {
        let servers = LoopbackServers()
        let receiving = Receiving()
        let messenger: ServerMessenger
        let receiver: ServerReceiver

        init() {
            receiver = receiving.receiver()
            servers.put(receiver, at: "http://two")
            messenger = ServerMessenger(link: link, transport: servers)
        }

        @discardableResult
        func send(
            _ params: JSONValue, _ method: String = "echo", to address: String = "http://two",
            for target: String = "two"
        ) async -> ServerMessenger.Outcome {
            await messenger.send(method, params, to: address, for: target, within: .seconds(30))
        }

        /// A new message that only its sender has seen so far.
        func withheld(_ params: JSONValue) async throws -> LoopbackServers.Message {
            servers.set(.withheld)
            guard case .lost = await send(params) else {
                Issue.record("not lost")
                throw CancellationError()
            }
            servers.set(.delivered)
            return try #require(servers.messages.last)
        }

        /// Why the receiver refuses a message that was recorded.
        func refusal(of message: LoopbackServers.Message) async -> MessageRefusal? {
            guard case .refused(let text) = await servers.replay(message, to: "http://two"),
                let head = ServerMessage.Head(message.head, link)
            else { return nil }
            return ServerReceiver.Refused.reason(text, of: head, link)
        }
    }

    @Test("A message reaches the server that it is for, and its reply the one that sent it")
    func exchanged() async throws {
        let network = Network()
        guard case .replied(.success(let value)) = await network.send(["a": 1]) else {
            Issue.record("not replied")
            return
        }
        #expect(value == ["a": 1])
        guard case .replied(.failure(let failure)) = await network.send([:], "fails") else {
            Issue.record("not refused")
            return
        }
        #expect(failure.code == "some.code")
        for (address, target) in [("http://two", "three"), ("http://three", "two")] {
            guard case .notExecuted = await network.send([:], to: address, for: target) else {
                Issue.record("executed: \(address) \(target)")
                continue
            }
        }
        #expect(network.receiving.executed.count == 2)
    }

    @Test("What was changed on the way, is of another message or of another key is not executed")
    func forged() async throws {
        let (link, receiving) = (Self.link, Receiving())
        let receiver = receiving.receiver()
        let session = receiver.sessions.open(ending: [])
        let head = ServerMessage.Head(target: "two", session: session, number: 1)
        let message = try JSONValue(encoding: ServerMessage(method: "echo", params: ["a": 1])).bytes
        let sealed = link.seal(message, for: head.parts("message"))
        guard case .accepted(let accepted) = receiver.accept(head.text(link)) else {
            Issue.record("refused")
            return
        }
        func isMalformed(_ sealed: [UInt8]) async -> Bool {
            if case .malformed = await accepted.reply(to: sealed) { true } else { false }
        }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(await isMalformed(changed), "byte \(index)")
        }
        let other = ServerMessage.Head(target: "two", session: session, number: 2)
        #expect(await isMalformed(link.seal(message, for: other.parts("message"))))
        // A reply is not a message.
        #expect(await isMalformed(link.seal(message, for: head.parts("reply"))))
        let stranger = ServerLink(secret: [3, 2, 1])
        #expect(await isMalformed(stranger.seal(message, for: head.parts("message"))))
        // None of these has used up the number of the message.
        guard case .reply = await accepted.reply(to: sealed) else {
            Issue.record("not executed")
            return
        }
        #expect(receiving.executed == [["a": 1]])
        for text in [
            head.text(stranger), "", "two;1", "two;1;00", "two;;1;2;00", head.text(link) + "0",
            head.text(link).replacing("two;", with: "ten;"), head.text(link).replacing(";1;", with: ";2;"),
            head.text(link).replacing(session, with: ""),
        ] {
            guard case .unproven = receiver.accept(text) else {
                Issue.record("accepted: \(text)")
                continue
            }
        }
        guard case .refused(let refused) = receiver.accept(ServerMessage.Head(target: "one").text(link)) else {
            Issue.record("not refused")
            return
        }
        #expect(refused.reason == .misdirected)
    }

    @Test(
        "Every recorded message is refused when it is sent again, in any order, and nothing is executed a second time")
    func repeated() async throws {
        let network = Network()
        for number in 1...20 { await network.send(.int(number)) }
        let executed = network.receiving.executed
        let messages = network.servers.messages
        #expect(executed.count == 20 && messages.count == 21)
        for message in messages.dropFirst().shuffled() + messages.dropFirst() {
            #expect(await network.refusal(of: message) == .repeated)
        }
        // The one that opens the session opens another one, in which nothing was recorded.
        guard case .reply = await network.servers.replay(messages[0], to: "http://two") else {
            Issue.record("refused")
            return
        }
        for message in messages.dropFirst() { #expect(await network.refusal(of: message) == .repeated) }
        #expect(network.receiving.executed == executed)
    }

    @Test("Two copies of a message that arrive at once are executed once")
    func atOnce() async throws {
        let network = Network()
        await network.send("first")
        let message = try await network.withheld("second")
        let replies = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    if case .reply = await network.servers.replay(message, to: "http://two") { true } else { false }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(replies == 1)
        #expect(network.receiving.executed == ["first", "second"])
    }

    @Test("Messages that arrive in another order are executed once each")
    func reordered() async throws {
        let receiving = Receiving()
        let receiver = receiving.receiver()
        let session = receiver.sessions.open(ending: [])
        func deliver(_ number: Int) async throws -> MessageRefusal? {
            let head = ServerMessage.Head(target: "two", session: session, number: number)
            let message = try JSONValue(encoding: ServerMessage(method: "echo", params: .int(number))).bytes
            switch receiver.accept(head.text(Self.link)) {
            case .unproven: throw CancellationError()
            case .refused(let refused): return refused.reason
            case .accepted(let accepted):
                let sealed = Self.link.seal(message, for: head.parts("message"))
                if case .refused(let refused) = await accepted.reply(to: sealed) { return refused.reason }
                return nil
            }
        }
        for number in [3, 1, 2] { #expect(try await deliver(number) == nil) }
        for number in 1...3 { #expect(try await deliver(number) == .repeated) }
        // So many later ones that the receiver does not remember: refused, though it has never been here.
        #expect(try await deliver(MessageWindow.width + 4) == nil)
        #expect(try await deliver(4) == .repeated)
        #expect(try await deliver(5) == nil)
        #expect(try await deliver(5) == .repeated)
        for number in [0, -1, Int.min] { #expect(try await deliver(number) == .repeated) }
        #expect(try await deliver(Int.max) == nil)
        #expect(try await deliver(Int.max) == .repeated)
        #expect(receiving.executed == [3, 1, 2, .int(MessageWindow.width + 4), 5, .int(.max)])
    }

    @Test("A message that somebody held back is not executed later, whatever the clocks of the servers say")
    func late() async throws {
        let network = Network()
        await network.send("first")
        let message = try await network.withheld("second")
        network.receiving.pass(MessageSessions.lifetime)
        #expect(await network.refusal(of: message) == .expired)
        // One that was executed is not said to be late, which would have its sender send it again.
        let executed = try #require(network.servers.messages.dropFirst().first)
        #expect(await network.refusal(of: executed) == .repeated)
        network.servers.put(
            network.receiving.receiver(of: "another", sessions: network.receiver.sessions), at: "http://two")
        #expect(await network.refusal(of: executed) == .repeated)
        #expect(await network.refusal(of: message) == .misdirected)
        network.servers.put(network.receiver, at: "http://two")
        // The sender does not notice.
        guard case .replied(.success("third")) = await network.send("third") else {
            Issue.record("not executed")
            return
        }
        #expect(network.receiving.executed == ["first", "third"])
    }

    @Test("What was lost on its way is not executed any more once its receiver has replied to something else")
    func abandoned() async throws {
        let network = Network()
        await network.send("first")
        let message = try await network.withheld("second")
        await network.send("third")
        #expect(await network.refusal(of: message) == .expired)
        #expect(network.receiving.executed == ["first", "third"])
    }

    @Test("A process that is started again executes nothing that was sent to the one before")
    func restarted() async throws {
        let network = Network()
        await network.send("first")
        let recorded = network.servers.messages
        network.servers.put(network.receiving.receiver(), at: "http://two")
        for message in recorded.dropFirst() { #expect(await network.refusal(of: message) == .expired) }
        guard case .replied(.success("second")) = await network.send("second") else {
            Issue.record("not executed")
            return
        }
        #expect(network.receiving.executed == ["first", "second"])
    }

    @Test("Only the receiver of a message can have its sender send it again")
    func refusedByOthers() async throws {
        let network = Network()
        await network.send("first")
        let recorded = try #require(network.servers.messages.last)
        guard case .refused(let ofAnother) = await network.servers.replay(recorded, to: "http://two") else {
            Issue.record("not refused")
            return
        }
        for text in ["expired;00", "misdirected", "", ofAnother, ofAnother.replacing("repeated", with: "expired")] {
            network.servers.set(.answered(.refused(text)))
            let before = network.receiving.executed.count
            guard case .lost = await network.send("next") else {
                Issue.record("not lost: \(text)")
                continue
            }
            #expect(network.receiving.executed.count - before == 1, "\(text)")
            network.servers.set(.delivered)
            await network.send("again")
        }
    }

    @Test("Sessions that end by their number take recorded messages with them")
    func bounded() async throws {
        let sessions = MessageSessions { .zero }
        let first = sessions.open(ending: [])
        #expect(sessions.receive(1, in: first) == nil)
        for _ in 0..<2_000 { #expect(sessions.open(ending: []) != first) }
        #expect(sessions.refusal(of: 2, in: first) == nil)
        let time = Mutex(Duration.zero)
        let filled = MessageSessions { time.withLock { $0 } }
        let all = (0..<1_500).map { _ in
            time.withLock { $0 += .milliseconds(1) }
            let session = filled.open(ending: [])
            #expect(filled.receive(1, in: session) == nil)
            return session
        }
        for session in all { #expect(filled.receive(1, in: session) != nil) }
        #expect(filled.receive(2, in: all[0]) == .expired)
        #expect(filled.receive(2, in: all[1_499]) == nil)
        for text in ["", "a.b.c", first, all[1_499] + "0", all[1_499].replacing(".", with: "")] {
            #expect(filled.receive(3, in: text) == .expired, "\(text)")
        }
    }
}
