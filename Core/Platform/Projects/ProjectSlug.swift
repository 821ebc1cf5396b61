/// The part of a project that names it in addresses: words of `a`–`z` and digits, joined by hyphens.
struct ProjectSlug {
    let text: String

    /// Of a display name; of the project's id when the name has no letter or digit of that kind.
    init(of name: String, or id: ProjectID) {
        let slug = ProjectSlug(of: name)
        self = slug.text.isEmpty ? ProjectSlug(of: "project \(id.text.suffix(8))") : slug
    }

    /// Empty when the name has no letter or digit of that kind.
    private init(of name: String) {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        text = words.joined(separator: "-").prefix(FieldLimits.slug).split(separator: "-").joined(separator: "-")
    }

    /// What somebody wrote; `nil` when it is none.
    init?(_ text: String) {
        guard !text.isEmpty, ProjectSlug(of: text).text == text else { return nil }
        self.text = text
    }
}
