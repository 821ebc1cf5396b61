import Confinement
import Egress
import NIOCore
import PluginMessages

/// How processes of deployed code reach the network.
final class EgressGateway: RuntimePart {
    let context: RuntimeContext
    /// What the network is reached through; `nil` where it could not be opened.
    private var proxy: EgressProxy?

    init(_ context: RuntimeContext) { self.context = context }

    /// The walls around processes of deployed code.
    private var confinement: ConfinementReport {
        configuration.isConfining ? .probe() : ConfinementReport(landlockVersion: 0, hasSeccomp: false)
    }

    /// Opens the proxy, and reports the walls that do not exist: without them processes use the proxy, too, but the kernel
    /// does not hold them to it.
    nonisolated(nonsending) func start() async {
        if let reason = reasonAgainstWalls {
            observer.log(.warning, "Processes of deployed code are not confined by the kernel: \(reason)")
        } else {
            for gap in confinement.gaps(of: "processes of deployed code") { observer.log(.warning, gap) }
        }
        do {
            proxy = try await EgressProxy.start(
                EgressConnector(
                    rules: EgressRules(allowsPrivate: configuration.allowsPrivateNetwork),
                    timeout: configuration.connectTimeout),
                arrivals: EgressArrivals(
                    log: context.connectionLog, headTime: TimeAmount(configuration.connectTimeout)))
        } catch {
            observer.log(
                .error, "Deployed code is held to Deno's rules for the network only: no egress proxy: \(error)")
        }
    }

    private var reasonAgainstWalls: String? {
        guard configuration.isConfining else { return "MILLRACE_LOCAL_CONFINE is false" }
        guard let command = try? DenoCommand(configuration), command.isScript else { return nil }
        return "\(command.executable.path) is a script. Set MILLRACE_LOCAL_DENO to the path of Deno itself"
    }

    /// What a new process of a deployment reaches the network with.
    func admit(_ deployment: LocalDeployment) -> (EgressProxy, String)? {
        guard let proxy else { return nil }
        let service = deployment.service
        let (configuration, counters, observer) = (configuration, counters, observer)
        let token = proxy.admit(deployment.id) {
            EgressTenant(
                service: service, limit: configuration.connections,
                idleTime: TimeAmount(configuration.connectionSilence), counters: counters
            ) {
                observer.log(.warning, "[\(service)] \($0)")
            }
        }
        return (proxy, token)
    }

    /// What the processes of a deployment are held to.
    /// - Throws: `local.deno.missing`.
    func confinement(of deploymentId: String) throws(PluginFailure) -> Confinement? {
        try DenoCommand(configuration, egress: proxy.map { ($0, "") })
            .confinement(shim: configuration.shim, folder: configuration.folder(of: deploymentId))
    }

    nonisolated(nonsending) func stop() async { await proxy?.stop() }

    /// Connections of a deployment that has a process: open now, opened so far, refused.
    func connections(of deploymentId: String) -> (open: Int, opened: Int, refused: Int)? {
        proxy?.usage(of: deploymentId).map { ($0.open, $0.opened, $0.refused) }
    }
}
