import ArgumentParser

/// `millrace profiles use`
struct ProfilesUseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Chooses the profile that commands use when none is named.")

    @Argument(help: "The profile's name.")
    var name: String

    func run() throws {
        var store = try ProfileStore(SettingReader())
        try store.use(name)
        print("Using the profile \"\(name)\".")
    }
}
