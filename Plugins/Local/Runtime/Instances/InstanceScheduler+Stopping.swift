import PluginMessages

// The end of the runtime.
extension InstanceScheduler {
    private static let interval = Duration.milliseconds(10)
    /// Of a server that does not say how long it waits.
    private static let defaultStopTime = Duration.seconds(10)

    /// Begins nothing more, and returns when what is under way has ended or its time is over.
    /// - Parameter time: Until the server ends.
    nonisolated(nonsending) func finishWork(within time: Duration?) async {
        for id in live.passing { update(id) { $0.stopped() } }
        let clock = ContinuousClock()
        let end = clock.now + ([time, configuration.stopTime].compactMap(\.self).min() ?? Self.defaultStopTime)
        while live.isAtWork || workers.hasInvocations, clock.now < end {
            do { try await Task.sleep(for: Self.interval) } catch { return }
        }
    }
}
