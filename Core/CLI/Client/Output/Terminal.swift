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
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

extension String {
    /// Without control characters and those that turn the direction of text: what others wrote must not steer the terminal.
    var printable: String { ShownText.lines(self) }
}
