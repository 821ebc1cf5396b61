import ArgumentParser
import Values

/// A word in the place of a command that is the name of none: the parser reports it as an argument too many.
struct UnknownCommand: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - arguments: Of the program, without its own name.
    ///   - root: The program.
    /// - Returns: `nil` if the arguments name a command, or begin with an option.
    init?(in arguments: [String], of root: any ParsableCommand.Type) {
        var command = root
        var path = ["millrace"]
        // The parser shows the help of the program for a command that does not exist.
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            if let named = commands.first(where: { Self.names(of: $0).contains(word) }) {
                command = named
                path.append(word)
                continue
            }
            let shown = commands.filter { $0.configuration.shouldDisplay }.flatMap(Self.names)
            let spelled = path.joined(separator: " ")
            description =
                "Unknown command \"\((path + [word]).joined(separator: " "))\". "
                + (NearestName.nearest(to: word, among: shown).map { "Did you mean \"\(spelled) \($0)\"? " } ?? "")
                + "\(spelled) --help lists the commands."
            return
        }
        return nil
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        (command.configuration.commandName.map { [$0] } ?? []) + command.configuration.aliases
    }
}
