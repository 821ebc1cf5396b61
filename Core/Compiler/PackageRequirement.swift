/// What a workflow requires of npm: the name of a package and a range of its versions.
package enum PackageRequirement {
    /// npm's documentation, "package.json", "name": at most 214 characters, lower case, perhaps in a scope.
    package static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.utf8.count <= 214, parts.count == (name.hasPrefix("@") ? 2 : 1) else { return false }
        return parts.enumerated().allSatisfy { index, part in
            let part = index == 0 && parts.count == 2 ? part.dropFirst() : part
            return !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("_") && part.utf8.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// npm's documentation, "semver", "Ranges", or a tag. URLs, files and repositories are none: what a deploy
    /// installs comes from the registry.
    package static func isRange(_ range: String) -> Bool {
        !range.isEmpty && range.utf8.count <= 100 && range.utf8.allSatisfy { isRangeByte($0) }
    }

    private static func isRangeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "="), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: " "), UInt8(ascii: "+"):
            true
        default: isNameByte(byte)
        }
    }
}
