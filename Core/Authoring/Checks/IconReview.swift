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
        ("<!doctype", "declares a document type"), ("<?xml-stylesheet", "refers to a style sheet"),
        // As an address, it would be read as what it stands for.
        ("&#", "contains encoded characters"),
    ]
    /// Shapes and what describes and paints them (Scalable Vector Graphics 2, "Element Index"), in lower case.
    private static let elements: Set<Substring> = [
        "svg", "g", "defs", "symbol", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line",
        "polyline", "polygon", "text", "tspan", "lineargradient", "radialgradient", "stop", "pattern", "clippath",
        "mask",
        "marker", "filter", "feblend", "fecolormatrix", "fecomposite", "feflood", "fegaussianblur", "femerge",
        "femergenode", "femorphology", "feoffset",
    ]

    init(_ icon: String) { self.icon = icon }

    /// Continue "The icon".
    var problems: [String] {
        let text = icon.lowercased()
        var problems = Self.forbidden.filter { text.contains($0.0) }.map(\.1)
        if !text.contains("<svg") { problems.append("is not an SVG document") }
        let others = text.matches(of: /<([a-z][^\s\/>]*)/).map(\.output.1).filter { name in
            !Self.elements.contains(name) && !Self.forbidden.contains { "<\(name)".hasPrefix($0.0) }
        }
        if let other = others.first { problems.append("contains the element \(other), which draws nothing") }
        // A reference within the icon begins with `#`.
        if text.contains(/(url\(\s*|href\s*=\s*)["']?\s*[^#"'\s]/) {
            problems.append("loads something from an address")
        }
        if hasHandler(text) { problems.append("contains an event handler") }
        if icon.utf8.count > Self.largest { problems.append("is larger than \(Self.largest >> 10) KiB") }
        return problems
    }

    /// Whether an attribute begins with `on`, as those of event handlers do.
    private func hasHandler(_ text: String) -> Bool {
        var isInTag = false
        var quote: Character?
        // The last one, which spaces may follow.
        var (name, isEnded) = ("", false)
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "<" {
                (isInTag, name, isEnded) = (true, "", false)
            } else if character == ">" {
                isInTag = false
            } else if isInTag, character == "\"" || character == "'" {
                quote = character
            } else if isInTag, character == "=" {
                if name.hasPrefix("on") { return true }
                name = ""
            } else if character.isWhitespace || character == "/" {
                isEnded = true
            } else {
                name = isEnded ? String(character) : name + String(character)
                isEnded = false
            }
        }
        return false
    }
}
