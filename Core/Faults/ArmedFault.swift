#if MILLRACE_FAULTS
    import Foundation

    /// The fault that a test has asked for.
    enum ArmedFault {
        enum Action: String {
            case kill, fail, delay
        }

        private static let file = ProcessInfo.processInfo.environment["FAULT_FILE"]
        /// Longer than what waits for nothing.
        private static let delay: TimeInterval = 1

        /// Ends the process, or waits, when that is asked for at a point.
        /// - Returns: What is asked for there; `nil` without anything.
        static func happens(at point: FaultPoint) -> Action? {
            guard let file, let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
            let words = text.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, words[0] == point.rawValue, let action = Action(rawValue: String(words[1])),
                // One of many threads.
                unlink(file) == 0
            else { return nil }
            switch action {
            case .kill: kill(getpid(), SIGKILL)
            case .delay: Thread.sleep(forTimeInterval: delay)
            case .fail: break
            }
            return action
        }
    }
#endif
