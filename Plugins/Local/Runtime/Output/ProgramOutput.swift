import PluginMessages

/// What programs print and throw, on its way to people: with nodes in place of lines, and without secrets.
final class ProgramOutput: RuntimePart {
    let context: RuntimeContext
    private var log: ProgramLog
    private var masks = SecretMasks()

    init(_ context: RuntimeContext) {
        self.context = context
        log = ProgramLog(context.observer, context.counters)
    }

    /// Writes what a service printed to the server's log.
    func write(_ level: PluginLogLevel, _ text: String, of service: String) {
        log.write(level, text, of: service, at: steady)
    }

    /// What was printed outside of runs, as one entry whatever lines it has.
    func printed(_ entry: String, _ level: RunLogLine.Level, by deployment: LocalDeployment) {
        let text = named(entry, deployment)
        write(.init(level), text, of: deployment.service)
        context.serviceLogs.add(RunLogLine(loggedAt: now.number, level: level, text: text), of: deployment.service)
    }

    /// A handler's error, with the node it came from.
    func failed(_ failure: StepFailure, in handler: String, of deployment: LocalDeployment) {
        let failure = mask(of: deployment).masked(failure)
        let node = deployment.lineMap.node(at: failure.lines).map { " in node \"\($0)\"" } ?? ""
        let text = "The \(handler) handler failed\(node): \(failure.name): \(failure.message)"
        write(.error, text, of: deployment.service)
        context.serviceLogs.add(RunLogLine(loggedAt: now.number, level: .error, text: text), of: deployment.service)
    }

    /// What a handler threw, or a failure of its own besides.
    func failed(_ error: any Error, in handler: String, of deployment: LocalDeployment) {
        switch error {
        case let failure as HandlerFailure: failed(failure.failure, in: handler, of: deployment)
        case let failure as PluginFailure:
            failed(StepFailure(name: failure.code, message: failure.message), in: handler, of: deployment)
        default: failed(StepFailure(name: "Error", message: "\(error)"), in: handler, of: deployment)
        }
    }

    /// A text of a program, with nodes in place of lines.
    func named(_ text: String, _ deployment: LocalDeployment) -> String {
        deployment.lineMap.named(text, module: configuration.folder(of: deployment.id).module)
    }

    func mask(of deployment: LocalDeployment) -> SecretMask { masks.mask(of: deployment) }

    /// Keeps secrets that a program got while it ran out of what people read of it, also after a restart.
    nonisolated(nonsending) func mask(_ secrets: [String], of deployment: LocalDeployment) async throws {
        guard masks.learn(secrets, of: deployment.id) else { return }
        _ = try await journal.change(deployment.id) { $0.keepFormer(secrets) }
    }

    func forgetSecrets(of deploymentId: String) { masks.forget(deploymentId) }
}
