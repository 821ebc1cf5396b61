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
        func receiver(
            of target: String = "two", sessions: MessageSessions? = nil, parcels: MessageParcels = MessageParcels()
        ) -> ServerReceiver {
            let sessions = sessions ?? MessageSessions { self.state.withLock { $0.time } }
            return ServerReceiver(link: { link }, sessions: sessions, parcels: parcels) {
                $0 == target
            } answer: { method, params in
                self.state.withLock { $0.executed.append(params) }
                return switch method {
                case "fails": .failure(PluginFailure(code: "some.code", message: "No."))
                case "repeats": .success(.string(String(repeating: "é", count: params.int ?? 0)))
                default: .success(params)
                }
            }
        }
    }

    /// Two servers, of which one sends.
    private struct Network {
        let servers = LoopbackServers()
        let receiving = Receiving()
        let messenger: ServerMessenger
        let receiver: ServerReceiver

        /// - Parameters:
        ///   - limit: Bytes of what one of the servers has in parts.
        ///   - partBytes: Bytes of a part.
        init(limit: Int = MessageParcels.limit, partBytes: Int = MessageParcels.partBytes) {
            receiver = receiving.receiver(parcels: MessageParcels(limit: limit, partBytes: partBytes))
            servers.put(receiver, at: "http://two")
            messenger = ServerMessenger(
                link: link, transport: servers, parcels: MessageParcels(limit: limit, partBytes: partBytes))
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

        /// A message of a session, as its sender makes it.
        func message(
            _ params: JSONValue, _ head: ServerMessage.Head, sealedBy link: ServerLink = link,
            as kind: String = "message"
        ) throws -> LoopbackServers.Message {
            let content = try MessageContent(encoding: ServerMessage(method: "echo", params: params))
            return LoopbackServers.Message(
                head: head.text(ServerMessageTests.link), sealed: link.seal(content.packed, for: head.parts(kind)))
        }

        /// What becomes of a message that somebody else sends.
        func delivery(of message: LoopbackServers.Message) async -> ServerDelivery {
            await servers.replay(message, to: "http://two")
        }

        /// Why the receiver refuses a message that was recorded.
        func refusal(of message: LoopbackServers.Message) async -> MessageRefusal? {
            guard case .refused(let text) = await delivery(of: message),
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
        let (link, network) = (Self.link, Network())
        let session = network.receiver.sessions.open(ending: [])
        let head = ServerMessage.Head(target: "two", session: session, number: 1)
        let message = try network.message(["a": 1], head)
        func isIgnored(_ sealed: [UInt8]) async -> Bool {
            let forged = LoopbackServers.Message(head: message.head, sealed: sealed)
            if case .lost = await network.delivery(of: forged) { return true }
            return false
        }
        for index in message.sealed.indices {
            var changed = message.sealed
            changed[index] ^= 1
            #expect(await isIgnored(changed), "byte \(index)")
        }
        let other = ServerMessage.Head(target: "two", session: session, number: 2)
        #expect(await isIgnored(try network.message(["a": 1], other).sealed))
        // A reply is not a message.
        #expect(await isIgnored(try network.message(["a": 1], head, as: "reply").sealed))
        let stranger = ServerLink(secret: [3, 2, 1])
        #expect(await isIgnored(try network.message(["a": 1], head, sealedBy: stranger).sealed))
        // None of these has used up the number of the message.
        guard case .reply = await network.delivery(of: message) else {
            Issue.record("not executed")
            return
        }
        #expect(network.receiving.executed == [["a": 1]])
        for text in [
            head.text(stranger), "", "two;1", "two;1;00", "two;;1;2;00", head.text(link) + "0",
            head.text(link).replacing("two;", with: "ten;"), head.text(link).replacing(";1;", with: ";2;"),
            head.text(link).replacing(session, with: ""),
        ] {
            guard case .unproven = network.receiver.accept(text) else {
                Issue.record("accepted: \(text)")
                continue
            }
        }
        guard case .refused(let refused) = network.receiver.accept(ServerMessage.Head(target: "one").text(link)) else {
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
        let network = Network()
        let session = network.receiver.sessions.open(ending: [])
        func deliver(_ number: Int) async throws -> MessageRefusal? {
            let head = ServerMessage.Head(target: "two", session: session, number: number)
            return await network.refusal(of: try network.message(.int(number), head))
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
        #expect(network.receiving.executed == [3, 1, 2, .int(MessageWindow.width + 4), 5, .int(.max)])
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

    @Test("What is longer than a part goes in parts in both directions, is executed once, and leaves nothing behind")
    func parts() async throws {
        let network = Network(partBytes: 1_000)
        for length in [10, 499, 500, 5_000, 12_345] {
            let text = JSONValue.string(String(repeating: "é", count: length))
            guard case .replied(.success(let echoed)) = await network.send(text) else {
                Issue.record("not replied: \(length)")
                continue
            }
            #expect(echoed == text)
            guard case .replied(.success(let made)) = await network.send(.int(length), "repeats") else {
                Issue.record("not replied: \(length)")
                continue
            }
            #expect(made == text)
            #expect(network.receiver.parcels.bytes == 0 && network.messenger.parcels.bytes == 0)
        }
        #expect(network.receiving.executed.count == 10)
        // No message on the way was longer than a part with its head.
        #expect(network.servers.messages.allSatisfy { $0.sealed.count < 1_400 })
        // Recorded parts bring nothing to life again.
        for message in network.servers.messages where ServerMessage.Head(message.head, Self.link)?.session != "" {
            #expect(await network.refusal(of: message) == .repeated)
        }
        #expect(network.receiving.executed.count == 10)
    }

    @Test("What takes more memory than there is for parts is refused where there is none, and is not executed")
    func memory() async throws {
        let network = Network(limit: 20_000, partBytes: 1_000)
        let (short, long) = (String(repeating: "x", count: 12_000), String(repeating: "x", count: 30_000))
        func code(_ params: JSONValue, _ method: String = "echo") async -> String? {
            guard case .replied(.failure(let failure)) = await network.send(params, method) else { return nil }
            return failure.code
        }
        #expect(await code(.string(long)) == "server.message.long")
        #expect(network.receiving.executed.isEmpty)
        // Another message in parts that has not come to its end.
        let part = MessageParcels.Part(parcel: "other", offset: 0, size: 15_000)
        try network.receiver.parcels.add(part, [1])
        #expect(await code(.string(short)) == "server.message.memory")
        #expect(network.receiving.executed.isEmpty)
        // A reply that is longer than all memory for parts.
        #expect(await code(10_000, "repeats") == "server.message.long")
        #expect(network.receiver.parcels.bytes == 15_000 && network.messenger.parcels.bytes == 0)
        guard case .replied(.success) = await network.send("short") else {
            Issue.record("not executed")
            return
        }
    }

    @Test("A request that loses a part is not executed, and one whose reply loses a part is lost")
    func lostParts() async throws {
        let network = Network(partBytes: 1_000)
        let text = JSONValue.string(String(repeating: "x", count: 5_000))
        await network.send("first")
        for parts in 0..<9 {
            network.servers.set(.deliveredUntil(network.servers.messages.count + parts))
            let outcome = await network.send(text)
            network.servers.set(.delivered)
            await network.send("next")
            let executed = network.receiving.executed.contains(text)
            switch outcome {
            // Six parts, and the message that executes them.
            case .notExecuted: #expect(parts < 6 && !executed, "\(parts)")
            case .lost: #expect(parts >= 6 && executed == (parts > 6), "\(parts)")
            case .replied: Issue.record("replied: \(parts)")
            }
        }
        guard case .replied(.success(text)) = await network.send(text) else {
            Issue.record("not replied")
            return
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
