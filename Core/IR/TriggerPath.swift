import PluginMessages
import Values

/// The path of an HTTP trigger: requests to it start a run, and others do not. A request's path is compared with it as it
/// is, besides slashes at both ends and how characters are encoded.
struct TriggerPath {
    private let text: String

    init(_ text: String) { self.text = text }

    func check(at place: Place, _ problems: inout Problems) {
        if let reason = reason {
            problems.error(
                "ir.trigger.path",
                "The path \"\(text)\" matches no request: \(reason). Expected a path such as \"/orders\".", at: place)
        } else if let part = pattern {
            problems.warning(
                "ir.trigger.path",
                "The path \"\(text)\" is compared literally: \"\(part)\" is not a pattern and matches only itself. "
                    + "Read a request's path in trigger code.", at: place)
        }
    }

    /// Why no request has the path.
    private var reason: String? {
        if text.contains("?") { return "a query (?) is not part of a path; a run has it in its input" }
        if text.contains("#") { return "a fragment (#) is not sent" }
        if text.contains("://") { return "an address with scheme and host is not a path" }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "a path must not contain control characters"
        }
        return nil
    }

    /// A segment that stands for others in routers of many kinds.
    private var pattern: Substring? {
        text.split(separator: "/").first { $0.hasPrefix(":") || $0.contains("*") || $0.contains("{") }
    }
}
