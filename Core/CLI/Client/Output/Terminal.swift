import Foundation
import Values

/// The terminal that a person sits at, where there is one.
enum Terminal {
    /// Whether a question can be asked.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// The width of what is printed; `nil` into a pipe or a file.
    static var width: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Whether what is printed may have colours (no-color.org).
    static var hasColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    /// Asks on standard error, so that what is printed can be piped.
    /// - Parameter isShown: Whether the terminal shows what is typed.
    static func ask(_ prompt: String, isShown: Bool = true) -> String {
        guard !isShown else {
            tell(prompt)
            return readLine() ?? ""
        }
        var state = termios()
        tcgetattr(STDIN_FILENO, &state)
        var hidden = state
        hidden.c_lflag &= ~tcflag_t(ECHO)
        // Before the prompt: a program that answers it is quick.
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        tell(prompt)
        defer {
            tcsetattr(STDIN_FILENO, TCSANOW, &state)
            tell("\n")
        }
        return readLine() ?? ""
    }

    /// Prints on standard error: progress, questions, errors. What was printed before comes first where both go to one place,
    /// such as the log of a build: standard output is buffered.
    static func tell(_ text: String) {
        fflush(nil)
        try? FileHandle.standardError.write(contentsOf: Data(text.printable.utf8))
    }

    /// Prints what a command answers on standard output, for people. What others wrote must not steer the terminal: all that
    /// is printed goes through this type.
    static func print(_ text: some CustomStringConvertible = "", terminator: String = "\n") {
        Swift.print("\(text)".printable, terminator: terminator)
    }

    /// Prints parts that are printable already, with colours between them.
    static func print(painted text: String) { Swift.print(text) }

    /// Prints JSON for programs: the same value, with escapes in place of what would steer a terminal.
    static func print(json text: String) { Swift.print(ShownText.json(text)) }

    /// Prints a file's content, such as code: as it is into a file or a pipe.
    static func print(content text: String) {
        Swift.print(isatty(STDOUT_FILENO) == 1 ? text.printable : text, terminator: "")
    }
}

extension String {
    /// Without control characters and those that turn the direction of text: what others wrote must not steer the terminal.
    var printable: String { ShownText.lines(self) }

    /// The same on one line.
    var shownLine: String { ShownText.line(self) }

    /// Printable, with its further lines indented: they belong to the first.
    func indented(by width: Int) -> String {
        printable.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: width))
    }
}
