import PluginMessages

extension LocalRuntime {
    private static let look = Duration.milliseconds(10)

    /// Begins nothing more, and returns when what is under way has ended or its time is over.
    func finishWork() async {
        for (id, instance) in live where instance.run != nil {
            guard let index = live.index(forKey: id) else { continue }
            perform(live.values[index].machine.stopped(), of: id)
        }
        let clock = ContinuousClock()
        let end = clock.now + configuration.stopTime
        while isAtWork, clock.now < end {
            do { try await Task.sleep(for: Self.look) } catch { return }
        }
    }

    private var isAtWork: Bool {
        live.values.contains { $0.run != nil && $0.machine.isAtWork }
            || workers.values.contains { !$0.invocations.isEmpty }
    }
}
