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
}
