/// What a signature vouches for: not the bytes alone, but that they are this node in this version for this
/// platform, so that a signed library can't be offered as another one.
struct PackageStatement {
    let bytes: [UInt8]

    init(node: String, version: RegistryIndex.Version, _ build: RegistryIndex.Build) {
        let lines = [
            "millrace package 1", node, version.version, build.platform, String(version.abi), String(build.size),
            build.sha256,
        ]
        bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
