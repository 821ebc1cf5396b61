import ArgumentParser
import Testing

@testable import CLI

@Suite("Names of commands", .timeLimit(.minutes(10)))
struct CommandNameTests {
    /// A name that is made from a type's takes milliseconds of each start of the program: the runtime looks through all
    /// types for it.
    @Test("Each command says its name")
    func named() {
        var commands: [any ParsableCommand.Type] = [Millrace.self]
        var seen = 0
        while let command = commands.popLast() {
            seen += 1
            #expect(command.configuration.commandName != nil, "\(command)")
            commands += command.configuration.subcommands
        }
        #expect(seen > 100)
    }

    @Test(
        "A word that names no command is reported as such, with what was probably meant",
        arguments: [
            (
                ["workflow", "list"],
                "Unknown command \"millrace workflow\". Did you mean \"millrace workflows\"? "
                    + "millrace --help lists the commands."
            ),
            (
                ["workflows", "lst", "--json"],
                "Unknown command \"millrace workflows lst\". Did you mean "
                    + "\"millrace workflows list\"? millrace workflows --help lists the commands."
            ),
            (
                ["resources", "kv", "cabbage"],
                "Unknown command \"millrace resources kv cabbage\". "
                    + "millrace resources kv --help lists the commands."
            ),
            (
                ["help", "nods"],
                "Unknown command \"millrace nods\". Did you mean \"millrace nodes\"? "
                    + "millrace --help lists the commands."
            ),
            // The program of one plugin is not for people.
            (["plugin-hots"], "Unknown command \"millrace plugin-hots\". millrace --help lists the commands."),
        ])
    func unknown(arguments: [String], text: String) throws {
        #expect(try #require(UnknownCommand(in: arguments, of: Millrace.self)).description == text)
    }

    @Test(
        "Arguments and options of a command are not taken for commands",
        arguments: [
            ["workflows", "get", "lst"], ["deploy", "x", "y"], ["--hlep"], ["help", "workflows", "list"], ["help"],
            ["workflows"], [],
        ])
    func known(arguments: [String]) { #expect(UnknownCommand(in: arguments, of: Millrace.self) == nil) }
}
