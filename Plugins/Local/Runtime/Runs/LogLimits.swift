/// What is kept of what a run has printed: the newest entries.
package struct LogLimits: Sendable, Equatable {
    package var lines: Int
    package var megabytes: Int

    package init(lines: Int, megabytes: Int) {
        (self.lines, self.megabytes) = (lines, megabytes)
    }

    var bytes: Int { megabytes << 20 }

    /// The entry that stands for those that were removed.
    func notice(of removed: Int) -> String {
        "\(removed) earlier entries were removed: the log of a run has at most \(lines) entries and \(megabytes) MiB (the "
            + "operator's settings \(LocalSetting.logLines.variable) and \(LocalSetting.logSize.variable))."
    }
}
