import Hummingbird
import NIOCore

/// A request's context, which reaches its connection: faults cut it.
struct EmulatorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Closes the connection; what is answered then goes nowhere.
    func cut() async { try? await channel.close(mode: .all).get() }
}
