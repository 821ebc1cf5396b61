import ArgumentParser

/// The connection that has a resource.
struct ResourceOptions: ParsableArguments {
    @OptionGroup var client: ClientOptions

    @OptionGroup var connection: ConnectionOption

    @Option(
        help: ArgumentHelp(
            "The server whose resources are meant, where several run: its name or id.", valueName: "name"))
    var server: String?
}
