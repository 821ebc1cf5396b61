/// Where a follower of a run is: what it has been sent does not come again.
package struct RunPosition: Sendable, Hashable {
    /// When the run was last begun again, in milliseconds since 1970; 0 for one that never was.
    package var life: Int64
    /// Up to which number all steps are over.
    package var settled: Int

    package init(life: Int64 = 0, settled: Int = 0) {
        self.life = life
        self.settled = settled
    }

    /// As ids of events have it: `0-12`.
    package init?(text: String) {
        let parts = text.split(separator: "-").map { Int64($0) }
        guard parts.count == 2, let life = parts[0], let settled = parts[1].flatMap({ Int(exactly: $0) }),
            (0...RunSteps.mostSteps).contains(settled)
        else { return nil }
        self.init(life: life, settled: settled)
    }

    package var text: String { "\(life)-\(settled)" }
}
