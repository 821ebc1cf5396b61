/// A setting that is refused, by the name it was given with.
package struct InvalidSetting: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Source: Sendable, Equatable {
        /// As it was written: `--port`, or `--plugin-setting local.port`.
        case flag(String)
        /// `MILLRACE_PORT`.
        case variable(String)
    }

    package enum Problem: Sendable, Equatable {
        case value(String, expected: String)
        /// A value that is kept in a file, and may be a secret.
        case content(expected: String)
        /// Its flag stands alone.
        case missing(expected: String)
        /// Its flag is there twice: which one was meant, nobody can tell.
        case repeated
        case unknown(nearest: String?)
        /// It has no meaning without another one.
        case requires(String)
    }

    package let source: Source
    package let problem: Problem

    package init(_ source: Source, _ problem: Problem) {
        self.source = source
        self.problem = problem
    }

    package var description: String {
        switch problem {
        case .value(let value, let expected):
            "\"\(value)\" is not a valid value for \(source.name); expected \(expected)."
        case .content(let expected): "The file for \(source.name) has no valid value; expected \(expected)."
        case .missing(let expected): "\(source.name) requires a value; expected \(expected)."
        case .repeated: "\(source.name) is specified more than once. Specify it once."
        case .requires(let other): "\(source.name) requires \(other)."
        case .unknown(let nearest):
            "Unknown \(source.kind) \"\(source.name)\". "
                + (nearest.map { "Did you mean \($0)?" } ?? "See millrace serve --help for what is supported.")
        }
    }
}

extension InvalidSetting.Source {
    package var name: String {
        switch self {
        case .flag(let name), .variable(let name): name
        }
    }

    fileprivate var kind: String {
        switch self {
        case .flag: "option"
        case .variable: "variable"
        }
    }
}
