import ArgumentParser

/// The connection that has a resource.
struct ResourceOptions: ParsableArguments {
    @OptionGroup var client: ClientOptions

    @OptionGroup var connection: ConnectionOption
}
