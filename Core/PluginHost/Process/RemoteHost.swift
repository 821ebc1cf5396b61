import JSON
import PluginMessages
import Synchronization

/// The host's functions in a plugin's own process: the server carries them out.
final class RemoteHost: HostFunctions {
    private let socket: FrameSocket
    private let requests = Mutex<(last: UInt64, answers: [UInt64: Answer])>((0, [:]))

    init(socket: FrameSocket) { self.socket = socket }

    func log(level: PluginLogLevel, _ message: String) {
        socket.send(Frame(.log, UInt64(level.rawValue), Array(message.utf8)))
    }

    func emit(_ name: String, _ payload: [UInt8]) {
        guard let payload = try? JSONValue(parsing: payload) else {
            return log(level: .warning, "The event \"\(name)\" is dropped: its payload is not valid JSON.")
        }
        socket.send(Frame(.emit, 0, JSONValue.object(["name": .string(name), "payload": payload]).bytes))
    }

    func fetch(_ request: [UInt8], answer: @escaping Answer) { ask(.fetch, request, answer) }

    func state(_ key: String, answer: @escaping Answer) { ask(.state, Array(key.utf8), answer) }

    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer) {
        guard let value = try? JSONValue(parsing: value) else {
            return answer(.failure(PluginFailure(code: "state.write", message: "The value is not valid JSON.")))
        }
        ask(.setState, JSONValue.object(["key": .string(key), "value": value]).bytes, answer)
    }

    func answer(_ request: UInt64, _ answer: Result<JSONValue, PluginFailure>) {
        requests.withLock { $0.answers.removeValue(forKey: request) }?(answer)
    }

    private func ask(_ kind: Frame.Kind, _ payload: [UInt8], _ answer: @escaping Answer) {
        let number = requests.withLock { requests in
            requests.last += 1
            requests.answers[requests.last] = answer
            return requests.last
        }
        socket.send(Frame(kind, number, payload))
    }
}
