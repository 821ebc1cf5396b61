// Columns hold moments.
@_exported import Values
