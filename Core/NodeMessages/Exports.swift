// Nodes are described by fields.
@_exported import Definitions
