import Foundation
import HTTPFraming
import HTTPTypes
import JSON
import NIOCore
import PluginMessages

/// Functions and the fetch handlers of workflows, at an address of this machine.
final class FunctionServer: RuntimePart {
    let context: RuntimeContext
    let connections: ConnectionCounts
    /// Answers requests at all addresses.
    let responder: FunctionResponder
    private let workers: WorkerPool
    private let problems: ProblemReports
    private let listener = FunctionListener()
    /// At addresses that earlier deployments have.
    private var earlierListeners: [FunctionListener] = []
    /// At which functions answer.
    private(set) var port: Int?

    init(_ context: RuntimeContext, _ workers: WorkerPool, _ tasks: PartTasks<FunctionServer>) {
        self.context = context
        self.workers = workers
        problems = workers.problems
        let configuration = context.configuration
        connections = ConnectionCounts(
            limit: configuration.functionConnections, clientLimit: configuration.clientConnections)
        responder = FunctionResponder(context, tasks)
    }

    /// Where deployed Workers answer, below `/w/NAME/`; `nil` where the port could not be had.
    var address: String? {
        guard let port else { return nil }
        return configuration.publicURL ?? "http://\(ListenerAddresses.Address(host: configuration.host, port: port))"
    }

    /// Host and port of ``address``.
    var authority: String {
        guard let address, let start = address.firstRange(of: "://")?.upperBound else { return "localhost" }
        return String(address[start...].prefix { $0 != "/" })
    }

    func url(of service: String) -> String? { address.map { "\($0)/w/\(service)" } }

    /// Opens the port unless it is open; where that works after a while, it is reported.
    nonisolated(nonsending) func retryListening() async {
        guard port == nil else { return }
        await listen()
        if port != nil { problems.report() }
    }

    /// Opens the port. Without it everything else works on.
    nonisolated(nonsending) func listen() async {
        let addresses = ListenerAddresses(
            host: configuration.host, port: configuration.port, dataFolder: configuration.dataFolder)
        var refusal: (any Error)?
        for candidate in addresses.ports {
            do {
                let port = try await listener.start(
                    responder, connections, context, host: configuration.host, port: candidate)
                self.port = port
                problems.portOpened()
                if addresses.hasChanged(to: port) {
                    observer.log(.warning, "Functions listen on another port than before: \(port)")
                }
                await listenAtEarlier(addresses)
                return try addresses.remember(port)
            } catch {
                observer.log(.debug, "Functions cannot listen on port \(candidate): \(error)")
                refusal = refusal ?? error
            }
        }
        problems.portRefused(
            PluginFailure(
                .portTaken,
                message: "Functions are not available: "
                    + Self.reason(
                        refusal, ListenerAddresses.Address(host: configuration.host, port: addresses.ports[0])),
                retryable: true))
    }

    private static func reason(_ error: (any Error)?, _ address: ListenerAddresses.Address) -> String {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            "port \(address.port) at \(address.host) is used by another program. They start as soon as it is free; or set "
                + "MILLRACE_LOCAL_PORT to a free port, and restart."
        case EACCES:
            "the server may not listen on port \(address.port) at \(address.host). Set MILLRACE_LOCAL_PORT to one from 1024, "
                + "and restart."
        default:
            "the server cannot listen on port \(address.port) at \(address.host). Set MILLRACE_LOCAL_HOST to an address of "
                + "this machine, and restart."
        }
    }

    /// Deployments that exist keep their addresses.
    private nonisolated(nonsending) func listenAtEarlier(_ addresses: ListenerAddresses) async {
        guard earlierListeners.isEmpty else { return }
        for address in addresses.earlier where address.port != 0 {
            let listener = FunctionListener()
            do {
                _ = try await listener.start(responder, connections, context, host: address.host, port: address.port)
                earlierListeners.append(listener)
            } catch {
                observer.log(
                    .warning,
                    "Functions no longer respond at \(address), the address of earlier deployments: \(error)")
            }
        }
    }

    /// Calls the fetch handler of what is deployed as a service now.
    /// - Parameter value: The request, as the shim makes it.
    nonisolated(nonsending) func fetch(
        _ service: String, _ value: JSONValue, body: ByteSource?
    ) async throws -> Invocation.Answer {
        guard let deployment = try await journal.newestDeployment(service: service) else {
            throw PluginFailure(.serviceUnknown, message: "Nothing is deployed here as \"\(service)\".")
        }
        do {
            return try await workers.invoke(
                .fetch, value.text, body: body, of: deployment, within: configuration.requestTime)
        } catch let failure as HandlerFailure {
            workers.output.failed(failure.failure, in: "fetch", of: deployment)
            throw failure
        }
    }

    nonisolated(nonsending) func stop() async {
        await listener.stop()
        for listener in earlierListeners { await listener.stop() }
    }
}
