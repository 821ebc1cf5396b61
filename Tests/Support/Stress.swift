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

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
