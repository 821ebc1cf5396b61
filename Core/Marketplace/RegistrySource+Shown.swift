extension RegistrySource {
    /// A registry's name without the place of its folder on the machine, which only who operates the server may know.
    package static func shown(_ name: String) -> String {
        guard !name.hasPrefix("http://"), !name.hasPrefix("https://") else { return name }
        return name.split(separator: "/").last.map(String.init) ?? name
    }

    /// An error of the registry without that place.
    package func shown(_ error: RegistryError) -> RegistryError {
        guard let folder else { return error }
        return RegistryError(error.code, error.message.replacing(folder, with: Self.shown(name)))
    }
}
