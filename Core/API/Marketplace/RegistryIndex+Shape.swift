import Marketplace
import Platform
import Storage

extension RegistryIndex.Version {
    static let shape = Shape<RegistryIndex.Version>("OfferedVersion") {
        Member("version", .text, \.version)
        Member("sdk", .text, \.sdk)
        Member("abi", .whole(0...Int.max), \.abi)
        Member("deprecated", .flag, { $0.deprecated ?? false })
        Member("deprecationMessage", .text, nullable: \.deprecationMessage)
        Member("replacedBy", .text, nullable: \.replacedBy)
        Member("isInstallable", .flag, { $0.fittingBuild != nil })
        Member("builds", .list(of: build), \.builds)
    }

    private static let build = Shape<RegistryIndex.Build> {
        Member("platform", .text, \.platform)
        Member("size", .whole(0...Int.max), \.size)
        Member("sha256", .text, \.sha256)
        Member("signedBy", .text, nullable: \.signature?.key)
    }
}

extension RegistryStatus {
    static let shape = Shape<RegistryStatus>("Registry") {
        Member("name", .text, \.name)
        Member("isReachable", .flag, { $0.error == nil })
        Member("fetchedAt", .time, nullable: { $0.fetchedAt.map(Timestamp.init) })
        Member("error", .text, nullable: { $0.error.map { "\($0)" } })
    }
}
