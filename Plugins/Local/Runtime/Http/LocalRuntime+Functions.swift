import JSON
import PluginMessages

// Functions and the fetch handlers of workflows, at an address of this machine.
extension LocalRuntime {
    /// Where deployed Workers answer, below `/w/NAME/`; `nil` where the port could not be had.
    package var address: String? { port.map { "http://127.0.0.1:\($0)" } }

    func url(of service: String) -> String? { address.map { "\($0)/w/\(service)" } }

    /// Opens the port. Without it everything else works on.
    func listen() async {
        let ports = ListenerPorts(setting: configuration.port, dataFolder: configuration.dataFolder)
        for candidate in ports.candidates {
            do {
                let port = try await listener.start(self, port: candidate)
                self.port = port
                portFailure = nil
                if ports.hasChanged(to: port) {
                    observer.log(.warning, "Functions listen on another port than before: \(port)")
                }
                return try ports.remember(port)
            } catch { observer.log(.debug, "Functions cannot listen on port \(candidate): \(error)") }
        }
        portFailure = PluginFailure(
            code: "local.port.taken",
            message:
                "Functions do not answer: port \(ports.candidates[0]) is taken. Set MILLRACE_LOCAL_PORT to a free one.",
            retryable: true)
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
}
