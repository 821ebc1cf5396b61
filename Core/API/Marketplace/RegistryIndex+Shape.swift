import Marketplace
import Platform
import Storage

extension RegistryIndex.Version {
    static let shape = Shape<RegistryIndex.Version>("OfferedVersion") {
        Member("version", .text, \.version, "A semantic version.")
        Member("sdk", .text, \.sdk, "The version of PluginKit that the package was built with.")
        Member("abi", .whole(0...Int.max), \.abi, "The version of the plugin ABI that the package was built for.")
        Member("deprecated", .flag, { $0.deprecated ?? false }, "Whether the publisher has deprecated this version.")
        Member(
            "deprecationMessage", .text, nullable: \.deprecationMessage,
            "The reason, and what to use instead; `null` unless deprecated.")
        Member("replacedBy", .text, nullable: \.replacedBy, "The node to use instead; `null` if there is none.")
        Member(
            "withdrawn", .text, nullable: \.yanked,
            "Why the publisher withdrew the version, which cannot be installed; `null` if it is not withdrawn.")
        Member(
            "isInstallable", .flag,
            { $0.fittingBuild != nil && $0.yanked == nil && $0.contributes?.storages.isEmpty != false },
            "Whether a build fits this server's platform and ABI, the version is not withdrawn and organizations install it."
        )
        Member(
            "kinds", .list(of: .choice(of: PackageContents.Kind.self)),
            { ($0.contributes?.kinds ?? [.node]).map(\.rawValue) }, "What the version contributes.")
        Member("builds", .list(of: build), \.builds, "The libraries of this version, one for each platform.")
    }

    private static let build = Shape<RegistryIndex.Build> {
        Member("platform", .text, \.platform, "The operating system and architecture, such as `linux-x86_64`.")
        Member("size", .whole(0...Int.max), \.size, "The size of the library in bytes.")
        Member("sha256", .text, \.sha256, "The SHA-256 checksum of the library, in hexadecimal.")
        Member(
            "signedBy", .text, nullable: \.signature?.key,
            "The public key that signed the library; `null` without a signature.")
    }
}

extension RegistryStatus {
    static let shape = Shape<RegistryStatus>("Registry") {
        Member("name", .text, \.name, "The URL of the registry, or the name of its folder.")
        Member("isReachable", .flag, { $0.error == nil }, "Whether its index could be read the last time.")
        Member(
            "fetchedAt", .time, nullable: { $0.fetchedAt.map(Timestamp.init) },
            "When its index was last read; `null` if it never was.")
        Member(
            "error", .text, nullable: { $0.error.map { "\($0)" } },
            "Why its index could not be read; `null` if it could.")
    }
}
