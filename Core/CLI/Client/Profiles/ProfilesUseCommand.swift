import ArgumentParser

/// `millrace profiles use`
struct ProfilesUseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Sets the profile that commands use by default.")

    @Argument(help: "The profile's name.")
    var name: String

    func run() throws {
        try ProfileStore.update(SettingReader()) { try $0.use(name) }
        Terminal.print("Using the profile \"\(name)\".")
    }
}
