// Grammars are read to fields and diagnostics.
@_exported import Definitions
