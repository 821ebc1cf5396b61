import Values

/// The members of a body that have no meaning: whoever sent a value under another name is told.
struct IgnoredMembers: Sendable {
    let warnings: [String]

    /// - Parameter value: The member that holds what the sender is free to choose.
    init(of members: KeyedDecodingContainer<MemberName>, known: [String], value: String) {
        let names = members.allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
        let isMissing = !members.contains(MemberName(value))
        warnings = names.map { name in
            // Often the value itself, under the name that another API has for it.
            let meant = NearestName.nearest(to: name, among: known) ?? (isMissing ? value : nil)
            let advice = meant.map { "did you mean \"\($0)\"?" } ?? "the members are \(known.joined(separator: ", "))."
            return "/\(name): \"\(name)\" is not used; \(advice)"
        }
    }
}
