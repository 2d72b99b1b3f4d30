package import CallFlow
package import MediaLibrary

/// A project whose listeners are open.
package struct ServedProject: Sendable {
    package let configuration: Configuration
    package let catalogue: Catalogue
    /// The public listener's address.
    package let listen: Endpoint
    /// The dashboard's address.
    package let admin: Endpoint
    /// Whether recordings alone are served.
    package let isRecordingsAlone: Bool
}
