import Glibc
import JSON
import PluginABI
import PluginMessages

// The one file of the host that touches the C header. Pointers are `Sendable` by the header's rule that any
// function may be called from any thread, and live as long as the process: nothing is ever unloaded.

/// A loaded shared library that speaks the plugin ABI.
struct PluginLibrary: @unchecked Sendable {
    private let table: UnsafePointer<millrace_plugin>

    /// Loads a library: checks its ABI version before anything in it is called, then starts it.
    /// - Parameter isCopied: Whether a change of the file must not change the code that runs.
    init(path: String, host: any HostFunctions, isCopied: Bool = false) throws(PluginRefusal) {
        let copy = isCopied ? LibraryCopy.path(of: path).flatMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) } : nil
        // A name without a folder is one of the system's libraries.
        guard let handle = copy ?? dlopen(PluginHost.absolute(path), RTLD_NOW | RTLD_LOCAL) else {
            throw Self.refusal(path)
        }
        guard let version = dlsym(handle, "millrace_plugin_abi_version") else {
            throw PluginRefusal(
                path: path, code: .pluginEntry,
                reason: "Not a Millrace plugin: it does not export millrace_plugin_abi_version.")
        }
        let built = version.assumingMemoryBound(to: UInt32.self).pointee
        guard built == UInt32(MILLRACE_PLUGIN_ABI_VERSION) else {
            throw PluginRefusal(
                path: path, code: .pluginABI,
                reason: "Built for plugin ABI \(built); this server supports \(MILLRACE_PLUGIN_ABI_VERSION). "
                    + "Install a version of it for this server.")
        }
        guard let symbol = dlsym(handle, "millrace_plugin_start") else {
            throw PluginRefusal(
                path: path, code: .pluginEntry,
                reason: "Not a Millrace plugin: it does not export millrace_plugin_start.")
        }
        typealias Start = @convention(c) (UnsafePointer<millrace_host>) -> UnsafePointer<millrace_plugin>?
        guard let table = unsafeBitCast(symbol, to: Start.self)(HostBox(host).table) else {
            throw PluginRefusal(
                path: path, code: .pluginStart, reason: "The plugin refused to start. See its log line for the reason.")
        }
        guard table.pointee.size >= UInt32(MemoryLayout<millrace_plugin>.size) else {
            throw PluginRefusal(path: path, code: .pluginABI, reason: "The plugin's function table is too short.")
        }
        self.table = table
    }

    /// What the loader says, without the path, which the refusal has already. Of a library that the plugin needs it gives
    /// the name alone.
    private static func refusal(_ path: String) -> PluginRefusal {
        let message = dlerror().map { String(cString: $0) } ?? "unknown error"
        let file = PluginHost.absolute(path)
        let reason = message.hasPrefix("\(file): ") ? String(message.dropFirst(file.count + 2)) : message
        let name = reason.prefix { $0 != ":" }
        guard reason.contains(": cannot open shared object file"), name != reason, !name.contains("/") else {
            return PluginRefusal(path: path, code: .pluginLibrary, reason: "Cannot be loaded: \(reason)")
        }
        return PluginRefusal(
            path: path, code: .pluginDependency,
            reason:
                "Needs the shared library \(name), which this machine does not have. Install its package to use the "
                + "plugin.")
    }

    /// A copy of the manifest's bytes.
    var manifest: [UInt8] { Array(table.pointee.manifest(table.pointee.plugin).buffer) }

    func has(_ manifest: JSONValue) -> Bool { (try? JSONValue(parsing: self.manifest)) == manifest }

    func invoke(_ call: UInt64, request: [UInt8], slot: CallSlot) {
        request.withUnsafeBufferPointer {
            table.pointee.invoke(
                table.pointee.plugin, call, millrace_bytes($0),
                { context, kind, message in
                    guard let context else { return }
                    let slot = Unmanaged<CallSlot>.fromOpaque(context).takeUnretainedValue()
                    slot.receive(ReplyKind(kind), message.buffer)
                },
                // Unretained: the connection keeps every slot as long as the process lives.
                Unmanaged.passUnretained(slot).toOpaque())
        }
    }

    func cancel(_ call: UInt64) { table.pointee.cancel(table.pointee.plugin, call) }

    /// Blocks until the plugin has stopped.
    func shutdown() { table.pointee.shutdown(table.pointee.plugin) }
}

/// What a reply is; `nil` for a number that the header does not define.
enum ReplyKind {
    case event, result, error

    init?(_ kind: millrace_reply_kind) {
        switch kind {
        case MILLRACE_REPLY_EVENT: self = .event
        case MILLRACE_REPLY_RESULT: self = .result
        case MILLRACE_REPLY_ERROR: self = .error
        default: return nil
        }
    }
}

/// What the `host` of a table points to.
private final class HostBox: Sendable {
    let functions: any HostFunctions

    init(_ functions: any HostFunctions) { self.functions = functions }

    /// The host's functions for one plugin. They and the table live as long as the process.
    var table: UnsafePointer<millrace_host> {
        let table = UnsafeMutablePointer<millrace_host>.allocate(capacity: 1)
        table.initialize(
            to: millrace_host(
                abi_version: UInt32(MILLRACE_PLUGIN_ABI_VERSION), size: UInt32(MemoryLayout<millrace_host>.size),
                host: Unmanaged.passRetained(self).toOpaque(),
                log: { hosted($0)?.log(level: PluginLogLevel($1), $2.text) },
                emit: { hosted($0)?.emit($1.text, Array($2.buffer)) },
                fetch: { host, request, reply, context in
                    let port = AnswerPort(reply: reply, context: context)
                    hosted(host)?.fetch(Array(request.buffer), answer: port.send)
                },
                state_get: { host, key, reply, context in
                    let port = AnswerPort(reply: reply, context: context)
                    hosted(host)?.state(key.text, answer: port.send)
                },
                state_set: { host, key, value, reply, context in
                    let port = AnswerPort(reply: reply, context: context)
                    hosted(host)?.setState(key.text, Array(value.buffer), answer: port.send)
                }))
        return UnsafePointer(table)
    }
}

/// Where the answer to a plugin's request goes.
private struct AnswerPort: @unchecked Sendable {
    let reply: millrace_reply?
    let context: UnsafeMutableRawPointer?

    @Sendable func send(_ answer: Result<JSONValue, PluginFailure>) {
        let (kind, message): (millrace_reply_kind, JSONValue) =
            switch answer {
            case .success(let value): (MILLRACE_REPLY_RESULT, value)
            case .failure(let failure): (MILLRACE_REPLY_ERROR, failure.json)
            }
        message.bytes.withUnsafeBufferPointer { reply?(context, kind, millrace_bytes($0)) }
    }
}

private func hosted(_ host: UnsafeMutableRawPointer?) -> (any HostFunctions)? {
    host.map { Unmanaged<HostBox>.fromOpaque($0).takeUnretainedValue().functions }
}

extension PluginLogLevel {
    fileprivate init(_ level: millrace_log_level) {
        switch level {
        case MILLRACE_LOG_DEBUG: self = .debug
        case MILLRACE_LOG_WARNING: self = .warning
        case MILLRACE_LOG_ERROR: self = .error
        default: self = .info
        }
    }
}

extension millrace_bytes {
    fileprivate init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.init(data: buffer.baseAddress, length: buffer.count)
    }

    fileprivate var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: data, count: length) }

    fileprivate var text: String { String(decoding: buffer, as: UTF8.self) }
}
