import Platform
import ServiceLifecycle

/// Compares runs with their providers; when the server stops, waits for the work that must end.
struct PlatformService: Service, CustomStringConvertible {
    let platform: Platform
    /// What a stop of the server has cost is being put right.
    private let catchUp: Task<Void, Never>

    /// How long a start waits for it; the rest comes while the server serves.
    private static let patience = Duration.seconds(10)

    /// Returns when lists are right, or that takes too long.
    init(_ platform: Platform) async {
        self.platform = platform
        let catchUp = Task { await platform.catchUp() }
        self.catchUp = catchUp
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        Task {
            await catchUp.value
            end.finish()
        }
        let alarm = Task {
            try? await Task.sleep(for: Self.patience)
            end.finish()
        }
        for await _ in ended {}
        alarm.cancel()
    }

    var description: String { "platform" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await catchUp.value
                await platform.keepUp()
            } onCancel: {
                catchUp.cancel()
            }
        }
        await platform.drain()
    }
}
