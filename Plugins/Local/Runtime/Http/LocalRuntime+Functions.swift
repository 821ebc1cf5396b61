import Foundation
import HTTPTypes
import JSON
import NIOCore
import PluginMessages

// Functions and the fetch handlers of workflows, at an address of this machine.
extension LocalRuntime {
    /// Where deployed Workers answer, below `/w/NAME/`; `nil` where the port could not be had.
    package var address: String? {
        guard let port else { return nil }
        return configuration.publicURL ?? "http://\(ListenerAddresses.Address(host: configuration.host, port: port))"
    }

    func url(of service: String) -> String? { address.map { "\($0)/w/\(service)" } }

    /// Opens the port. Without it everything else works on.
    func listen() async {
        let addresses = ListenerAddresses(
            host: configuration.host, port: configuration.port, dataFolder: configuration.dataFolder)
        var refusal: (any Error)?
        for candidate in addresses.ports {
            do {
                let port = try await listener.start(self, host: configuration.host, port: candidate)
                self.port = port
                problems.port = nil
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
        problems.port = PluginFailure(
            code: "local.port.taken",
            message: "Functions are not available: "
                + Self.reason(refusal, ListenerAddresses.Address(host: configuration.host, port: addresses.ports[0])),
            retryable: true)
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
    private func listenAtEarlier(_ addresses: ListenerAddresses) async {
        guard earlierListeners.isEmpty else { return }
        for address in addresses.earlier where address.port != 0 {
            let listener = FunctionListener()
            do {
                _ = try await listener.start(self, host: address.host, port: address.port)
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
    func fetch(_ service: String, _ value: JSONValue, body: ByteSource?) async throws -> Invocation.Answer {
        guard let deployment = try await journal.newestDeployment(service: service) else {
            throw PluginFailure(code: "local.service.unknown", message: "Nothing is deployed here as \"\(service)\".")
        }
        do {
            return try await invoke(.fetch, value.text, body: body, of: deployment, within: configuration.requestTime)
        } catch let failure as HandlerFailure {
            log(failure.failure, of: "fetch", in: deployment)
            throw failure
        }
    }

    /// A request in the log and the metrics. Its query and headers may hold secrets, and stay out.
    nonisolated func answered(
        _ call: FunctionRequest, _ method: HTTPRequest.Method, of service: String?, from origin: RequestOrigin,
        with status: HTTPResponse.Status, after time: Duration
    ) {
        // Whoever asks chooses the name: only those of services are counted.
        counters.answered(by: service ?? "", status.code, after: time)
        let text =
            "\(method.rawValue) \(call.path.prefix(200)) \(status.code) \(Int(time / .milliseconds(1))) ms"
        observer.log(.info, "[\(call.service.prefix(100))] \(text) \(origin.client)")
        guard let service else { return }
        serviceLogs.add(
            RunLogLine(loggedAt: now.number, level: status.kind == .serverError ? .error : .info, text: text),
            of: service)
    }
}
