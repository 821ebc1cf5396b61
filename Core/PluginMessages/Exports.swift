// Messages have diagnostics in them.
@_exported import Values
