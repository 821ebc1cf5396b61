import Foundation

/// What the machine that runs the tests offers.
public enum TestMachine {
    /// Whether to run a test that needs what not every machine has. Where it is missing the test is skipped; with
    /// `MILLRACE_CI=1`, which `.ci/run` sets on machines that have everything, it runs and fails: a skip passes for a success.
    public static func runs(with isThere: Bool) -> Bool {
        isThere || ProcessInfo.processInfo.environment["MILLRACE_CI"] == "1"
    }
}
