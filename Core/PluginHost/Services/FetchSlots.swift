/// How many requests a third party's plugin has under way: their responses are in the server's memory.
actor FetchSlots {
    /// Further ones are refused.
    private let mostWaiting: Int
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Those that wait.
    var waiters: Int { waiting.count }

    /// - Parameter most: Requests at a time; others wait.
    init(most: Int = 16, mostWaiting: Int = 1_000) {
        free = most
        self.mostWaiting = mostWaiting
    }

    /// - Returns: Whether there is a slot, which has to be given back.
    func take() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        guard waiting.count < mostWaiting else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    func giveBack() {
        // The slot is the next one's.
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
