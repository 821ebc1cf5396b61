/// A version as semver.org orders them; text that is none is older than any.
package struct SemanticVersion: Sendable, Hashable, Comparable {
    private let numbers: [Int]
    private let prerelease: [String]

    package init(_ text: String) {
        let release = text.prefix { $0 != "+" }
        let parts = release.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        numbers = (parts.first ?? "").split(separator: ".").map { Int($0) ?? -1 }
        prerelease = parts.count > 1 ? parts[1].split(separator: ".").map(String.init) : []
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
}
