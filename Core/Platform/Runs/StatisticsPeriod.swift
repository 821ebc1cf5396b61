import Values

/// A period of whole hours.
package struct StatisticsPeriod: Sendable {
    static let hour: Int64 = 3_600_000

    let from: Timestamp
    let to: Timestamp

    /// - Parameters:
    ///   - from: RFC 3339; `nil` is a day before `to`. Begins with the hour that it is in.
    ///   - to: `nil` is now. Ends with the hour that it is in.
    /// - Throws: ``PlatformError/invalid(_:)`` for a time that is none, and for a period that is none or too long.
    package init(from: String?, to: String?, now: Timestamp = .now) throws(PlatformError) {
        var problems = Problems()
        let (first, last) = (problems.time(from, at: "from"), problems.time(to, at: "to"))
        try problems.throwIfAny()
        let end = ((last ?? now).milliseconds + Self.hour - 1) / Self.hour
        let start = first.map { $0.milliseconds / Self.hour } ?? end - RunStatistics.usualHours
        if !(1...RunStatistics.mostHours).contains(end - start) {
            problems.add(
                "range", "must be before to, and at most \(RunStatistics.mostHours) hours", at: .root.appending("from"))
        }
        // No run began before 1970, and times are written with years of four digits.
        for (hour, name) in [(start, "from"), (end, "to")]
        where hour < 0 || hour * Self.hour > Timestamp.written.upperBound.milliseconds {
            problems.add("range", "must be from 1970 to 9999, in whole hours", at: .root.appending(name))
        }
        try problems.throwIfAny()
        self.from = Timestamp(milliseconds: start * Self.hour)
        self.to = Timestamp(milliseconds: end * Self.hour)
    }
}
