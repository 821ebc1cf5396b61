import Foundation
import Glibc
import JSON
import PluginMessages
import Synchronization

/// The other side of ``PluginProcess``: loads a library and answers the server's calls over standard input.
package final class PluginServer: Sendable {
    private let socket: FrameSocket
    private let host: RemoteHost
    private let calls = Mutex<[UInt64: Task<Void, Never>]>([:])

    /// Takes the connection from standard input, and leaves the plugin none of the server's: what it reads is
    /// empty and what it prints becomes log lines.
    package init() {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        let nothing = open("/dev/null", O_RDONLY)
        dup2(nothing, STDIN_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        socket = FrameSocket(descriptor: descriptor)
        host = RemoteHost(socket: socket)
    }

    /// Serves until the server is gone or says so; then the process has ended.
    /// - Parameter memoryLimit: Bytes.
    package func run(library path: String, memoryLimit: Int) async {
        ProcessMemory.restrict(to: memoryLimit)
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
        // Without the server there is nobody to end a plugin that hangs.
        socket.read({ self.receive($0, plugin) }, onEnd: { _exit(0) })
        while true { try? await Task.sleep(for: .seconds(3600)) }
    }

    private func receive(_ frame: Frame, _ plugin: InProcessPlugin) {
        switch frame.kind {
        case .call:
            calls.withLock { calls in
                calls[frame.number] = Task {
                    await self.answer(frame, plugin)
                    self.calls.withLock { _ = $0.removeValue(forKey: frame.number) }
                }
            }
        case .cancel: calls.withLock { $0[frame.number] }?.cancel()
        case .shutdown:
            // It may never return: the thread that reads has to notice all the same when the server goes.
            Thread.detachNewThread {
                plugin.library.shutdown()
                self.socket.flush()
                _exit(0)
            }
        case .answer: host.answer(frame.number, PluginProcess.value(frame.payload))
        case .refusal: host.answer(frame.number, PluginProcess.failure(frame.payload))
        case .ready, .refused, .event, .result, .error, .log, .emit, .fetch, .state, .setState: break
        }
    }

    private func answer(_ frame: Frame, _ plugin: InProcessPlugin) async {
        do {
            let request = try PluginRequest(try JSONValue(parsing: frame.payload))
            let value = try await plugin.call(request.method, request.params, deadline: request.deadline) {
                self.socket.send(
                    Frame(.event, frame.number, JSONValue.object(["name": .string($0), "payload": $1]).bytes))
            }
            socket.send(Frame(.result, frame.number, value.bytes))
        } catch let failure as PluginFailure {
            socket.send(Frame(.error, frame.number, failure.json.bytes))
        } catch {
            let failure = PluginFailure(code: "plugin.request", message: "The request is malformed: \(error)")
            socket.send(Frame(.error, frame.number, failure.json.bytes))
        }
    }
}
