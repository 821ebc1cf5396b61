import Dispatch
import PluginABI
import Synchronization

// The one file of the SDK that touches the C header. Pointers cross into Swift here and are `Sendable` by the
// header's rule that any function may be called from any thread.

/// `const millrace_host *`.
public typealias HostTable = UnsafeRawPointer
/// `const millrace_plugin *`; `nil` when the plugin cannot be used.
public typealias PluginTable = UnsafeRawPointer?

/// The host's functions.
package struct HostPort: @unchecked Sendable {
    private let table: UnsafePointer<millrace_host>

    /// - Parameter table: Lives as long as the process; `nil` results when it is of another ABI version.
    init?(table: HostTable) {
        self.table = table.assumingMemoryBound(to: millrace_host.self)
        guard self.table.pointee.abi_version == MILLRACE_PLUGIN_ABI_VERSION else { return nil }
    }

    package func log(_ level: PluginLogLevel, _ message: String) {
        let level: millrace_log_level =
            switch level {
            case .debug: MILLRACE_LOG_DEBUG
            case .info: MILLRACE_LOG_INFO
            case .warning: MILLRACE_LOG_WARNING
            case .error: MILLRACE_LOG_ERROR
            }
        withBytes(Array(message.utf8)) { table.pointee.log(table.pointee.host, level, $0) }
    }

    package func emit(_ event: String, _ payload: JSONValue) {
        withBytes(Array(event.utf8)) { name in
            withBytes(payload.bytes) { table.pointee.emit(table.pointee.host, name, $0) }
        }
    }

    package func fetch(_ request: JSONValue) async -> Result<JSONValue, PluginFailure> {
        await ask { context in
            withBytes(request.bytes) { table.pointee.fetch(table.pointee.host, $0, answered, context) }
        }
    }

    package func state(_ key: String) async -> Result<JSONValue, PluginFailure> {
        await ask { context in
            withBytes(Array(key.utf8)) { table.pointee.state_get(table.pointee.host, $0, answered, context) }
        }
    }

    package func setState(_ key: String, _ value: JSONValue) async -> Result<JSONValue, PluginFailure> {
        await ask { context in
            withBytes(Array(key.utf8)) { key in
                withBytes(value.bytes) { table.pointee.state_set(table.pointee.host, key, $0, answered, context) }
            }
        }
    }

    /// Makes a request to the host, which answers it once. A caller that is cancelled does not wait for that.
    private func ask(_ send: (UnsafeMutableRawPointer) -> Void) async -> Result<JSONValue, PluginFailure> {
        let answer = Answer()
        return await withTaskCancellationHandler {
            await withCheckedContinuation {
                answer.wait($0)
                send(Unmanaged.passRetained(answer).toOpaque())
            }
        } onCancel: {
            answer.give(.failure(PluginFailure(wrapping: CancellationError())))
        }
    }
}

/// The one answer to a request of the plugin's: the first that is given.
private final class Answer: Sendable {
    typealias Value = Result<JSONValue, PluginFailure>

    private enum State {
        case open
        case waiting(CheckedContinuation<Value, Never>)
        /// Before anybody waited for it.
        case early(Value)
        case given
    }

    private let state = Mutex(State.open)

    func wait(_ continuation: CheckedContinuation<Value, Never>) {
        let early: Value? = state.withLock { state in
            guard case .early(let value) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .given
            return value
        }
        if let early { continuation.resume(returning: early) }
    }

    func give(_ value: Value) {
        let continuation: CheckedContinuation<Value, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .early(value)
                return nil
            case .waiting(let continuation):
                state = .given
                return continuation
            case .early, .given: return nil
            }
        }
        continuation?.resume(returning: value)
    }
}

private let answered: millrace_reply = { context, kind, message in
    guard let context, kind != MILLRACE_REPLY_EVENT else { return }
    let answer = Unmanaged<Answer>.fromOpaque(context).takeRetainedValue()
    answer.give(
        Result { () throws(PluginFailure) in
            let value: JSONValue
            do { value = try JSONValue(parsing: message.buffer) } catch {
                throw PluginFailure(code: "plugin.message", message: "The host's response is not valid JSON: \(error)")
            }
            guard kind == MILLRACE_REPLY_ERROR else { return value }
            do { throw try value.decode(PluginFailure.self) } catch { throw PluginFailure(wrapping: error) }
        })
}

/// The destination of the replies to one call.
struct ReplyPort: @unchecked Sendable {
    let reply: millrace_reply
    let context: UnsafeMutableRawPointer?

    @Sendable func event(_ name: String, _ payload: JSONValue) {
        send(MILLRACE_REPLY_EVENT, JSONValue.object(["name": .string(name), "payload": payload]).bytes)
    }

    /// - Parameter text: JSON.
    func result(_ text: [UInt8]) { send(MILLRACE_REPLY_RESULT, text) }

    func error(_ failure: PluginFailure) { send(MILLRACE_REPLY_ERROR, failure.json.bytes) }

    private func send(_ kind: millrace_reply_kind, _ message: [UInt8]) {
        withBytes(message) { reply(context, kind, $0) }
    }
}

extension PluginRuntime {
    /// The plugin's functions. The runtime and the table live as long as the process, as the header says.
    var table: PluginTable {
        let plugin = Unmanaged.passRetained(ExportedPlugin(runtime: self)).toOpaque()
        let table = UnsafeMutablePointer<millrace_plugin>.allocate(capacity: 1)
        table.initialize(
            to: millrace_plugin(
                abi_version: UInt32(MILLRACE_PLUGIN_ABI_VERSION), size: UInt32(MemoryLayout<millrace_plugin>.size),
                plugin: plugin,
                manifest: { exported($0).map { millrace_bytes($0.manifest.buffer) } ?? millrace_bytes() },
                invoke: { plugin, call, request, reply, context in
                    guard let runtime = exported(plugin)?.runtime, let reply else { return }
                    let port = ReplyPort(reply: reply, context: context)
                    do {
                        runtime.invoke(call, request: try JSONText(parsing: Array(request.buffer)), reply: port)
                    } catch {
                        port.error(
                            PluginFailure(code: "plugin.request", message: "The request is not valid JSON: \(error)"))
                    }
                },
                cancel: { exported($0)?.runtime.cancel($1) },
                shutdown: { plugin in
                    guard let runtime = exported(plugin)?.runtime else { return }
                    // The header asks for a function that returns when the work has stopped: this thread is the
                    // host's own for that purpose, and waits.
                    let stopped = DispatchSemaphore(value: 0)
                    Task {
                        await runtime.shutdown()
                        stopped.signal()
                    }
                    stopped.wait()
                }))
        return PluginTable(table)
    }
}

/// What the `plugin` of a table points to.
private final class ExportedPlugin: Sendable {
    let runtime: PluginRuntime
    private let kept = Mutex<LastingBytes?>(nil)

    init(runtime: PluginRuntime) { self.runtime = runtime }

    /// Encoded when a host asks: one that remembers the plugin does not.
    var manifest: LastingBytes {
        kept.withLock { kept in
            let manifest = kept ?? LastingBytes((try? runtime.manifest)?.bytes ?? [])
            kept = manifest
            return manifest
        }
    }
}

/// Bytes that the host may read as long as the process lives: nothing changes or frees them, so any thread may.
private struct LastingBytes: @unchecked Sendable {
    let buffer: UnsafeBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        buffer = UnsafeBufferPointer(copy)
    }
}

private func exported(_ plugin: UnsafeMutableRawPointer?) -> ExportedPlugin? {
    plugin.map { Unmanaged<ExportedPlugin>.fromOpaque($0).takeUnretainedValue() }
}

extension millrace_bytes {
    fileprivate init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.init(data: buffer.baseAddress, length: buffer.count)
    }

    fileprivate var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: data, count: length) }
}

private func withBytes<Result>(_ bytes: [UInt8], _ body: (millrace_bytes) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(millrace_bytes($0)) }
}
