/// A version as semver.org writes and orders them: `MAJOR.MINOR.PATCH` with an optional pre-release and build.
package struct SemanticVersion: Sendable, Comparable {
    private let major: Int
    private let minor: Int
    private let patch: Int
    private let prerelease: [Substring]

    /// - Returns: `nil` when the text is not a semantic version.
    package init?(_ text: String) {
        var bytes = text.utf8[...]
        guard let major = Self.number(&bytes), Self.skip(".", &bytes), let minor = Self.number(&bytes),
            Self.skip(".", &bytes), let patch = Self.number(&bytes)
        else { return nil }
        self.major = major
        self.minor = minor
        self.patch = patch
        guard !bytes.isEmpty else {
            prerelease = []
            return
        }
        let buildStart = bytes.firstIndex(of: UInt8(ascii: "+")) ?? bytes.endIndex
        guard Self.isLabel(bytes[..<buildStart], after: "-"), Self.isLabel(bytes[buildStart...], after: "+") else {
            return nil
        }
        prerelease = text[bytes.startIndex..<buildStart].dropFirst().split(separator: ".")
        // 1.0.0-01 would be in the same place as 1.0.0-1.
        if prerelease.contains(where: { $0.utf8.first == UInt8(ascii: "0") && $0.utf8.count > 1 && Int($0) != nil }) {
            return nil
        }
    }

    private static func number(_ bytes: inout Substring.UTF8View) -> Int? {
        var number: Int?
        // semver.org has no zeros before a number.
        if bytes.starts(with: "0".utf8), bytes.dropFirst().first.map({ (0x30...0x39).contains($0) }) == true {
            return nil
        }
        while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let (tens, isTooMuch) = (number ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, isMore) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !isTooMuch, !isMore else { return nil }
            number = sum
            bytes.removeFirst()
        }
        return number
    }

    private static func skip(_ mark: Unicode.Scalar, _ bytes: inout Substring.UTF8View) -> Bool {
        guard bytes.first == UInt8(ascii: mark) else { return false }
        bytes.removeFirst()
        return true
    }

    /// Whether a release can be used in place of another: it is newer and of the same major version (Semantic Versioning
    /// 2.0.0, items 7 and 8); before 1.0.0 none is (item 4).
    package static func isCompatible(_ version: String, with other: String) -> Bool {
        guard let version = SemanticVersion(version), let other = SemanticVersion(other) else { return false }
        return version.major > 0 && version.major == other.major && version.prerelease.isEmpty && other < version
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
        let numbers = ((left.major, left.minor, left.patch), (right.major, right.minor, right.patch))
        if numbers.0 != numbers.1 { return numbers.0 < numbers.1 }
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
    private static func isLabel(_ text: Substring.UTF8View, after mark: Unicode.Scalar) -> Bool {
        guard let first = text.first else { return true }
        guard first == UInt8(ascii: mark), text.allSatisfy({ isLabelByte($0) || $0 == first }) else { return false }
        let parts = text.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isLabelByte) }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
