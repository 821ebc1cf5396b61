import Foundation

/// How much a test does: little in `make test`, all of it in `make stress` (`MILLRACE_STRESS=1`).
public enum Stress {
    private static let environment = ProcessInfo.processInfo.environment

    public static var isOn: Bool { environment["MILLRACE_STRESS"] == "1" }

    public static func size(small: Int, large: Int) -> Int { isOn ? large : small }

    /// `MILLRACE_SEED`; else always the same one in `make test`, and another one each time in `make stress`.
    public static var seed: UInt64 {
        environment["MILLRACE_SEED"].flatMap(UInt64.init) ?? (isOn ? .random(in: 0...999_999) : 1)
    }
}
