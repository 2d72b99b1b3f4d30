package import SystemPackage

/// Closes its descriptor when the last reference goes.
package final class OwnedDescriptor: Sendable {
    package let descriptor: FileDescriptor

    package init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    deinit {
        descriptor.closeQuietly()
    }
}
