import ConfinementKernel

/// Which walls this machine's kernel offers to processes that are started.
package struct ConfinementReport: Sendable, Equatable {
    package enum Wall: String, Sendable, CaseIterable {
        case files, connections, signals, systemCalls

        /// What a process can do where the wall does not exist.
        fileprivate var gap: String {
            switch self {
            case .files: "read and write files of the server's user"
            case .connections: "connect to any TCP port"
            case .signals: "signal processes of the server's user"
            case .systemCalls: "make any system call"
            }
        }

        fileprivate var need: String {
            switch self {
            case .files: "Landlock (Linux 5.13)"
            case .connections: "Landlock ABI \(landlockWithTCP) (Linux 6.7)"
            case .signals: "seccomp, or Landlock ABI \(landlockWithSignals) (Linux 6.12)"
            case .systemCalls: "seccomp on x86-64 or arm64"
            }
        }
    }

    /// "Landlock ABI versions" of landlock(7).
    package static let landlockWithTCP = 4
    package static let landlockWithSignals = 6

    /// 0 where there is no Landlock.
    package let landlockVersion: Int
    package let hasSeccomp: Bool

    package init(landlockVersion: Int, hasSeccomp: Bool) {
        self.landlockVersion = landlockVersion
        self.hasSeccomp = hasSeccomp
    }

    /// Asks the kernel.
    package static func probe() -> ConfinementReport {
        ConfinementReport(
            landlockVersion: Int(millrace_landlock_version()), hasSeccomp: millrace_seccomp_works())
    }

    package func holds(_ wall: Wall) -> Bool {
        switch wall {
        case .files: landlockVersion > 0
        // Without the filter, datagrams and other protocols pass by Landlock.
        case .connections: landlockVersion >= Self.landlockWithTCP && hasSeccomp
        case .signals: landlockVersion >= Self.landlockWithSignals || hasSeccomp
        case .systemCalls: hasSeccomp
        }
    }

    /// The walls that do not exist.
    package var missing: [Wall] { Wall.allCases.filter { !holds($0) } }

    /// One sentence a wall that does not exist: what a process of the kind can do without it, and what offers it.
    package func gaps(of processes: String) -> [String] {
        missing.map { "The kernel cannot keep \(processes) from trying to \($0.gap); \($0.need) is required." }
    }
}
