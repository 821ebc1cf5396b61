import Errors
import Foundation
import Marketplace
import Platform
import PluginHost
import PluginMessages

/// Which parts of an installation are there, and what to do about those that are not.
struct InstallationCheck {
    let folders: InstallationFolders
    let plugins: PluginConfiguration

    /// - Parameters:
    ///   - manifests: Of the plugins that a server would load.
    ///   - refusals: Libraries that it would not.
    func findings(_ manifests: [Manifest], _ refusals: [PluginRefusal]) async -> [Finding] {
        [providers(manifests)] + refusals.map(refused) + programs(of: manifests) + [
            await registry(),
            files(.console, "console", "make console", "Not built: it was"),
            files(
                .documentation, "documentation", "make docs",
                "The server has the pages at /docs. Their copy in HTML and the reference of PluginKit were"),
        ]
    }

    /// An installation may bring plugins whose libraries the machine does not have and does not need.
    private func refused(_ refusal: PluginRefusal) -> Finding {
        let isOptional = refusal.code == ErrorCode.pluginDependency.rawValue && folders.contain(refusal.path)
        return Finding("plugins", isOptional ? .notice : .problem, "\(refusal)")
    }

    private func providers(_ manifests: [Manifest]) -> Finding {
        let names = manifests.flatMap(\.providers).map(\.id).sorted()
        guard names.isEmpty else {
            return Finding("providers", .ok, "\(names.joined(separator: ", ")), loaded from the installation.")
        }
        return Finding(
            "providers", .problem,
            "No provider was found in \(list(.plugins)): nothing can be deployed. \(cure("make server"))")
    }

    /// The commands that settings of plugins name, where they are not there.
    private func programs(of manifests: [Manifest]) -> [Finding] {
        var users: [String: [(plugin: String, setting: String, isOptional: Bool)]] = [:]
        for manifest in manifests {
            let values = (try? plugins.settings.values(of: manifest.id, declared: manifest.settings)) ?? [:]
            for setting in manifest.settings ?? [] where setting.type == .command {
                guard let name = values[setting.name] ?? setting.defaultValue else { continue }
                let variable = InvalidSetting.Source.variable("").spelling(setting, of: manifest.id)
                users[name, default: []].append((manifest.id, variable, setting.isOptional ?? false))
            }
        }
        return users.sorted { $0.key < $1.key }.map { name, users in
            let label = name.split(separator: "/").last.map(String.init) ?? name
            let plugins = users.map(\.plugin).joined(separator: ", ")
            if let path = InstallationFolders.program(name) { return Finding(label, .ok, "\(path), for \(plugins).") }
            let variables = users.map(\.setting).joined(separator: " and ")
            let isOptional = users.allSatisfy(\.isOptional)
            return Finding(
                label, isOptional ? .notice : .problem,
                "\(name) was not found in \(list(.programs)) or on the PATH. "
                    + (isOptional
                        ? "It is optional for \(plugins)."
                        : "\(plugins) cannot work without it. \(cure("make deps"))")
                    + " Install it, or set \(variables) to its path.")
        }
    }

    private func registry() async -> Finding {
        let bundled: BundledRegistry?
        do { bundled = try BundledRegistry(folders) } catch {
            return Finding(
                "registry", .problem, "The key of the registry is not valid: \(error). \(cure("make registry"))")
        }
        guard let bundled else {
            return Finding(
                "registry", .notice,
                "No nodes to install were found in \(list(.registry)) with a key in \(list(.registryKey)). "
                    + cure("make registry"))
        }
        do {
            let index = try await bundled.source.verifiedIndex(PackageCheck(trusted: [])).index
            return Finding("registry", .ok, "\(index.summary) in \(bundled.folder), signed by \(bundled.key.id).")
        } catch {
            return Finding("registry", .problem, "\(bundled.folder) cannot be used: \(error) \(cure("make registry"))")
        }
    }

    /// - Parameter lack: What is said to be not found.
    private func files(
        _ part: InstallationFolders.Part, _ name: String, _ command: String, _ lack: String
    ) -> Finding {
        if let place = folders.find(part) { return Finding(name, .ok, "\(place.path).") }
        return Finding(name, .notice, "\(lack) not found in \(list(part)). \(cure(command))")
    }

    private func list(_ part: InstallationFolders.Part) -> String {
        folders.places(of: part).map(\.path).joined(separator: " or ")
    }

    private func cure(_ command: String) -> String {
        folders.isCheckout ? "Run \(command)." : "Reinstall Millrace: its archive and its package contain it."
    }
}
