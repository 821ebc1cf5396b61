import Foundation
import Glibc
import JSON
import PluginMessages
import Synchronization

/// The other side of ``PluginProcess``: loads a library and answers the server's calls over standard input.
package final class PluginServer: Sendable {
    private let lifeline: Lifeline
    private let socket: FrameSocket
    private let host: RemoteHost
    private let calls = Mutex<[UInt64: InProcessPlugin.OpenCall]>([:])

    /// Takes the connection from standard input. What the plugin prints becomes log lines.
    package init() {
        lifeline = Lifeline()
        socket = FrameSocket(descriptor: lifeline.descriptor)
        host = RemoteHost(socket: socket)
    }

    /// Serves until the server is gone or says so; then the process has ended.
    /// - Parameter memoryLimit: Bytes.
    package func run(library path: String, memoryLimit: Int) async {
        ProcessMemory.restrict(to: memoryLimit)
        lifeline.watch()
        let plugin: InProcessPlugin
        do {
            let library = try PluginLibrary(path: path, host: host)
            plugin = InProcessPlugin(library: library)
            let manifest = library.manifest
            _ = try ManifestReader(path: path).read(manifest)
            socket.send(Frame(.ready, 0, manifest))
        } catch {
            socket.send(Frame(.refused, 0, PluginFailure(code: error.code, message: error.reason).json.bytes))
            socket.flush()
            _exit(1)
        }
        socket.read({ self.receive($0, plugin) }, onEnd: { _ in Lifeline.end() })
        // Until the process ends.
        await Latch().wait()
    }

    private func receive(_ frame: Frame, _ plugin: InProcessPlugin) {
        switch frame.kind {
        case .call:
            let call = plugin.openCall()
            calls.withLock { $0[frame.number] = call }
            Task {
                await self.answer(frame, call)
                self.calls.withLock { _ = $0.removeValue(forKey: frame.number) }
            }
        case .cancel: calls.withLock { $0[frame.number] }?.cancel()
        case .shutdown:
            // It may never return: the thread that reads has to notice all the same when the server goes.
            Thread.detachNewThread {
                plugin.library.shutdown()
                self.socket.flush()
                _exit(0)
            }
        case .answer:
            host.answer(
                frame.number, Result { () throws(PluginFailure) in try PluginReply.value(frame.payload) })
        case .refusal: host.answer(frame.number, .failure(PluginReply.failure(frame.payload)))
        case .ready, .refused, .event, .result, .error, .log, .emit, .fetch, .state, .setState: break
        }
    }

    /// Answers when the plugin does, what goes either way unread: the server has the time limits, and has to know what goes on beyond them.
    private func answer(_ frame: Frame, _ call: InProcessPlugin.OpenCall) async {
        let answer = await call.answer(frame.payload) {
            self.socket.send(Frame(.event, frame.number, JSONValue.object(["name": .string($0), "payload": $1]).bytes))
        }
        switch answer {
        case .success(let value): socket.send(Frame(.result, frame.number, value))
        case .failure(let failure): socket.send(Frame(.error, frame.number, failure.json.bytes))
        }
    }
}
