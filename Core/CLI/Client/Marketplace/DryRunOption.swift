import ArgumentParser

/// Whether a change of the marketplace is carried out.
struct DryRunOption: ParsableArguments {
    @Flag(help: "Show the planned change without executing it.")
    var dryRun = false
}
