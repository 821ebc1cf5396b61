/// What keeps an icon from being a picture and nothing else: consoles show it inside their pages.
struct IconReview {
    private let icon: String

    /// Bytes.
    private static let largest = 64 << 10
    private static let forbidden = [
        ("<script", "contains a script"), ("<foreignobject", "contains a foreignObject"),
        ("<iframe", "contains a frame"),
        ("javascript:", "contains a javascript: address"), ("<!entity", "declares entities"),
        ("<use", "refers to other elements with use"), ("<image", "contains an image"), ("@import", "imports styles"),
        ("url(http", "loads something from an address"), ("url(//", "loads something from an address"),
    ]

    init(_ icon: String) { self.icon = icon }

    /// Continue "The icon".
    var problems: [String] {
        let text = icon.lowercased()
        var problems = Self.forbidden.filter { text.contains($0.0) }.map(\.1)
        if !text.contains("<svg") { problems.append("is not an SVG document") }
        if hasHandler(text) { problems.append("contains an event handler") }
        if icon.utf8.count > Self.largest { problems.append("is larger than \(Self.largest >> 10) KiB") }
        return problems
    }

    /// Whether an attribute begins with `on`, as those of event handlers do.
    private func hasHandler(_ text: String) -> Bool {
        var isInTag = false
        var quote: Character?
        var name = ""
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "<" {
                (isInTag, name) = (true, "")
            } else if character == ">" {
                isInTag = false
            } else if isInTag, character == "\"" || character == "'" {
                quote = character
            } else if isInTag, character == "=" {
                if name.hasPrefix("on") { return true }
                name = ""
            } else if character.isWhitespace || character == "/" {
                name = ""
            } else {
                name.append(character)
            }
        }
        return false
    }
}
