extension Migration {
    /// Which values a deployment has of the environment variables, without the values.
    static let deployedVariables = Migration(
        "0011-deployed-variables", ["ALTER TABLE deployments ADD COLUMN variables TEXT"])
}
