/// A version as semver.org writes and orders them: `MAJOR.MINOR.PATCH` with an optional pre-release and build.
package struct SemanticVersion: Sendable, Comparable {
    private let numbers: [Int]
    private let prerelease: [Substring]

    /// - Returns: `nil` when the text is not a semantic version.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let buildStart = text.firstIndex(of: "+") ?? text.endIndex
        let release = text[..<buildStart]
        let labelStart = release.firstIndex(of: "-") ?? release.endIndex
        let parts = release[..<labelStart].split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) ? Int(part) : nil
        }
        guard parts.count == 3, numbers.count == 3, Self.isLabel(release[labelStart...], after: "-"),
            Self.isLabel(text[buildStart...], after: "+")
        else { return nil }
        self.numbers = numbers
        prerelease = release[labelStart...].dropFirst().split(separator: ".")
    }

    /// - Returns: Whether a version is older than another; text that is not a version is older than any.
    package static func isOlder(_ left: String, than right: String) -> Bool {
        switch (SemanticVersion(left), SemanticVersion(right)) {
        case (let left?, let right?): left < right
        case (nil, .some): true
        case (_, nil): false
        }
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        if left.prerelease.isEmpty || right.prerelease.isEmpty {
            return !left.prerelease.isEmpty && right.prerelease.isEmpty
        }
        for (a, b) in zip(left.prerelease, right.prerelease) where a != b {
            switch (Int(a), Int(b)) {
            case (let a?, let b?): return a < b
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return a < b
            }
        }
        return left.prerelease.count < right.prerelease.count
    }

    /// What stands in a pre-release or build, or nothing.
    private static func isLabel(_ text: Substring, after mark: Character) -> Bool {
        guard let first = text.first else { return true }
        return first == mark && text.count > 1
            && text.dropFirst().allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    }
}
