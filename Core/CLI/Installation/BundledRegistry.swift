import Foundation
import Marketplace

/// The registry of an installation, and the key that it is trusted by.
///
/// The key is not in the registry's folder but beside the libraries, or in a checkout in the build folder: like those it came with
/// the program, is loaded without another signature, and can be changed by whoever can change the program, and by nobody else. A
/// copy of a registry from elsewhere brings no key. The key is trusted for this registry only.
struct BundledRegistry: Sendable {
    let folder: String
    let key: TrustedKey

    /// - Throws: `RegistryError` for a file that is not a public key.
    /// - Returns: `nil` when the installation has none, or no key of it.
    init?(_ folders: InstallationFolders) throws(RegistryError) {
        guard let registry = folders.find(.registry), let file = folders.find(.registryKey),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return nil }
        folder = registry.path
        key = try TrustedKey(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    var source: RegistrySource { RegistrySource(bundled: folder, key: key) }
}
