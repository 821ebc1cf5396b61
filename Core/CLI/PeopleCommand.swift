import ArgumentParser
import Platform

/// `millrace people`: what an operator does at the machine itself.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract:
            "Manages user accounts on the server's machine.", subcommands: [SetPassword.self])

    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract: "Sets a person's password, read from standard input, and ends their sessions.",
            discussion: "The first owner is owner@localhost and has no password until this command sets one.")

        @Argument(help: "The email address.")
        var email: String

        @OptionGroup var data: DataOptions

        @OptionGroup var storage: StorageOptions

        @OptionGroup var plugins: PluginOptions

        func run() async throws {
            let reader = SettingReader()
            let folder = try data.path(reader)
            let (storage, plugins) = (try storage.choice(reader), try plugins.configuration(reader))
            try storage.check(folder)
            guard let password = readLine(strippingNewline: true) else {
                throw ValidationError("Standard input is empty; expected the password.")
            }
            try await storage.withExisting(in: folder, plugins) { storage in
                do { try await PasswordReset(storage: storage)(email: email, password: password) } catch {
                    throw ValidationError("\(error)")
                }
            }
            Terminal.print("The password of \(email) is set.")
        }
    }
}
