import PluginMessages

extension LocalRuntime {
    private static let interval = Duration.milliseconds(10)
    /// Of a server that does not say how long it waits.
    private static let defaultStopTime = Duration.seconds(10)

    /// Begins nothing more, and returns when what is under way has ended or its time is over.
    /// - Parameter time: Until the server ends.
    func finishWork(within time: Duration?) async {
        for id in live.passing {
            if let transition = live.update(id, { $0.stopped() }) { perform(transition, of: id) }
        }
        let clock = ContinuousClock()
        let end = clock.now + ([time, configuration.stopTime].compactMap(\.self).min() ?? Self.defaultStopTime)
        while live.isAtWork || workers.hasInvocations, clock.now < end {
            do { try await Task.sleep(for: Self.interval) } catch { return }
        }
    }
}
