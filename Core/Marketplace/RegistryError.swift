import Errors

/// What is wrong with a registry, a package or a key.
package typealias RegistryError = CodedError<RegistryArea>

/// The area of ``RegistryError``.
package enum RegistryArea {}

extension RegistryError {
    package static func keyFile(_ file: String, _ problem: String) -> RegistryError {
        RegistryError(.registryKeyFile, "The key file \(file) cannot be used: \(problem).")
    }

    package static func malformedTrustedKey(_ text: String) -> RegistryError {
        RegistryError(
            .registryTrustedKey,
            "\"\(text)\" is not a valid public key; expected ed25519: and 32 bytes in base64, as registry keygen "
                + "prints it."
        )
    }

    package static func keyID(_ text: String) -> RegistryError {
        RegistryError(
            .registryTrustedKey,
            "\"\(text)\" is not a valid id of a key; expected the 16 hexadecimal digits of \"signedBy\", or a public key."
        )
    }

    /// The key that signs the index cannot be revoked by an index that it signs.
    package static func ownKey(_ id: String, of folder: String) -> RegistryError {
        RegistryError(
            .registryKeyRequired,
            "The key \(id) is the one that --key names. Sign the index of \(folder) with another key, then revoke this one "
                + "with that.")
    }

    package static func otherKey(_ id: String, of folder: String) -> RegistryError {
        RegistryError(
            .registryKeyRequired,
            "\(folder) is signed by the key \(id): servers that trust that key would refuse the new registry. Sign "
                + "with it, or send --replace-key and distribute the new public key to everyone who trusts the old one."
        )
    }

    package static func nodeNames(_ text: String) -> RegistryError {
        RegistryError(
            .packageNamespace,
            "\"\(text)\" is not a valid name of nodes; expected lowercase letters, digits and hyphens, such as acme-mail "
                + "or acme-*.")
    }

    package static func publisherID(_ text: String) -> RegistryError {
        RegistryError(
            .packageNamespace,
            "\"\(text)\" is not a valid id of a publisher; expected lowercase letters, digits and hyphens, such as acme."
        )
    }

    package static func takenNodes(_ name: String, publisher: String) -> RegistryError {
        RegistryError(
            .packageNamespace, "Nodes named \(name) belong to the publisher \"\(publisher)\". Choose other names.")
    }

    package static func duplicate(node: String, version: String) -> RegistryError {
        RegistryError(.registryDuplicate, "Two plugins contain the node \"\(node)\" \(version). Remove one of them.")
    }

    /// A version that is published with another library.
    package static func published(node: String, version: String) -> RegistryError {
        RegistryError(
            .registryPublished,
            "The node \"\(node)\" \(version) is already published with another library. Give the new library another "
                + "version."
        )
    }

    /// A change of a signed registry that would leave its index unsigned: servers would refuse it.
    package static func keyRequired(_ folder: String) -> RegistryError {
        RegistryError(
            .registryKeyRequired, "The index of \(folder) is signed. Pass the registry's private key with --key.")
    }

    package static func notPublished(_ what: String, in folder: String) -> RegistryError {
        RegistryError(.registryNotPublished, "\(folder) has no \(what). List what it has in its index.json.")
    }

    package static func notARegistry(_ folder: String) -> RegistryError {
        RegistryError(
            .registryNotARegistry,
            "\(folder) contains files and is not a registry; nothing was changed. Choose another folder.")
    }
}

// MARK: - Reading a registry

extension RegistryError {
    package static func unreachable(_ place: String, _ problem: String) -> RegistryError {
        RegistryError(.registryUnreachable, "\(place) cannot be read: \(problem)")
    }

    package static func tooLarge(_ place: String, limit: Int) -> RegistryError {
        RegistryError(.registryTooLarge, "\(place) is larger than \(limit) bytes.")
    }

    package static func malformedIndex(_ place: String, _ problem: String) -> RegistryError {
        RegistryError(.registryIndex, "The index of \(place) is malformed: \(problem)")
    }

    package static func format(_ place: String, _ format: Int) -> RegistryError {
        RegistryError(
            .registryFormat,
            "The index of \(place) has the format \(format); this version of Millrace supports "
                + "\(RegistryIndex.currentFormat).")
    }

    /// An index names a file that is not below the registry.
    package static func path(_ path: String) -> RegistryError {
        RegistryError(.registryPath, "The index names \"\(path)\", which is not a path below the registry.")
    }

    package static func indexUnsigned(_ place: String) -> RegistryError {
        RegistryError(
            .registryUnsigned,
            "The index of \(place) is not signed, but must be. Sign it with millrace registry sign.")
    }

    package static func indexUnknownKey(_ place: String, key: String) -> RegistryError {
        RegistryError(
            .registryUnknownKey,
            "The index of \(place) is signed with the key \(key), which is not trusted. Add the registry's key to the "
                + "trusted keys.")
    }

    package static func indexSignature(_ place: String, key: String) -> RegistryError {
        RegistryError(
            .registrySignature, "The signature of the index of \(place) by the key \(key) is not valid.")
    }

    package static func indexExpired(_ place: String, _ time: String) -> RegistryError {
        RegistryError(
            .registryExpired, "The index of \(place) expired at \(time). Sign it again with millrace registry sign.")
    }

    /// An index that is older than one that was seen before, or another one of the same version.
    package static func indexRollback(_ place: String, version: Int, seen: Int) -> RegistryError {
        RegistryError(
            .registryRollback,
            version == seen
                ? "The index of \(place) has version \(version) and differs from the one that was seen before."
                : "The index of \(place) has version \(version); version \(seen) was seen before.")
    }

    package static func revokedKey(_ key: String, _ reason: String) -> RegistryError {
        RegistryError(.packageRevokedKey, "The key \(key) was revoked by the registry: \"\(reason)\".")
    }

    /// A package that another one than the node's publisher has signed.
    package static func foreignNode(_ node: String, publisher: String, key: String) -> RegistryError {
        RegistryError(
            .packageNamespace,
            "The node \"\(node)\" belongs to the publisher \"\(publisher)\", and the key \(key) does not belong to "
                + "that publisher.")
    }

    /// A package that a publisher has signed under a name that is not theirs.
    package static func foreignNode(_ node: String, signer: String, names: [String]) -> RegistryError {
        RegistryError(
            .packageNamespace,
            "The node \"\(node)\" is signed by the publisher \"\(signer)\", whose nodes are "
                + "\(names.joined(separator: ", ")).")
    }

    /// A stop of the server has ended the download.
    package static func stopped(_ place: String) -> RegistryError {
        RegistryError(.registryUnreachable, "\(place) cannot be read: the server is stopping.")
    }

    /// Whether the registry could not be read, rather than that its content is wrong.
    package var isAbsence: Bool {
        [
            .registryUnreachable, .registryIndex, .registryFormat, .registryUnsigned, .registryUnknownKey,
            .registrySignature, .registryExpired, .registryRollback,
        ].contains(code)
    }
}

// MARK: - Packages

extension RegistryError {
    package static func size(_ path: String, expected: Int, found: Int) -> RegistryError {
        RegistryError(.packageSize, "\(path) has \(found) bytes; the index declares \(expected).")
    }

    package static func checksum(_ path: String) -> RegistryError {
        RegistryError(.packageChecksum, "The SHA-256 checksum of \(path) differs from the index.")
    }

    package static func unsigned(_ path: String) -> RegistryError {
        RegistryError(.packageUnsigned, "\(path) is not signed. Sign it, or allow unsigned packages.")
    }

    package static func unknownKey(_ path: String, key: String) -> RegistryError {
        RegistryError(
            .packageUnknownKey,
            "\(path) is signed with the key \(key), which is not trusted. Add the publisher's key to the trusted keys.")
    }

    package static func signature(_ path: String, key: String) -> RegistryError {
        RegistryError(.packageSignature, "The signature of \(path) by the key \(key) is not valid.")
    }

    /// A library that is not what the registry says about it.
    package static func otherContent(package: String, version: String, _ found: String) -> RegistryError {
        RegistryError(
            .packageContent, "The library offered as the package \"\(package)\" \(version) contains \(found).")
    }

    /// A plugin that cannot be published.
    package static func package(_ path: String, _ problem: String) -> RegistryError {
        RegistryError(.packageUnfit, "\(path) cannot be published: \(problem)")
    }

    /// The server's own disk.
    package static func store(_ place: String, _ problem: String) -> RegistryError {
        RegistryError(.packageStore, "Storing at \(place) failed: \(problem).")
    }
}
